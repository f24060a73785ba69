package dev.ingot.router.proxy;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads a request's head, line by line as it arrives, before any parser does, and refuses everything that two parsers could understand
 * differently (RFC 9112 §2.2, §5, §6): bare CR or LF, folded lines, blanks before the colon, several Host or Content-Length, Content-Length
 * with Transfer-Encoding, other codings than chunked. Never looks at a byte of a finished line twice. Used by one event loop.
 */
final class HeadCheck {
  /** How far a head is. */
  enum Progress { WAIT, COMPLETE, REJECTED }

  private final int maxBytes;
  private final int maxHeaders;
  private int lineStart;
  private int lines;
  private HeadFacts facts = new HeadFacts();
  private @Nullable Rejection rejection;

  HeadCheck(int maxBytes, int maxHeaders) {
    this.maxBytes = maxBytes;
    this.maxHeaders = maxHeaders;
  }

  /** Makes ready for the next head. */
  void reset() {
    lineStart = 0;
    lines = 0;
    facts = new HeadFacts();
    rejection = null;
  }

  /** Why the head was refused; only after REJECTED. */
  Rejection rejection() {
    return rejection == null ? Rejection.bad("the request could not be understood") : rejection;
  }

  /** Looks at what has arrived; the head must start at the reader index, which is moved only over empty lines before it. */
  Progress examine(ByteBuf in) {
    skipEmptyLines(in);
    int start = in.readerIndex();
    while (true) {
      int from = start + lineStart;
      int newline = in.indexOf(from, in.writerIndex(), (byte) '\n');
      if (newline < 0) {
        return in.readableBytes() > maxBytes ? reject(tooLong()) : Progress.WAIT;
      }
      if (newline - start > maxBytes) {
        return reject(tooLong());
      }
      if (newline == from || in.getByte(newline - 1) != '\r') {
        return reject(Rejection.bad("a line of the request head does not end with CR LF"));
      }
      if (newline - 1 == from) {
        rejection = facts.conclude();
        return rejection == null ? Progress.COMPLETE : Progress.REJECTED;
      }
      rejection = line(in, from, newline - 1);
      if (rejection != null) {
        return Progress.REJECTED;
      }
      lines++;
      lineStart = newline + 1 - start;
    }
  }

  private void skipEmptyLines(ByteBuf in) {
    // RFC 9112 §2.2: an empty line before the request line may be ignored.
    while (lines == 0 && in.readableBytes() >= 2 && in.getByte(in.readerIndex()) == '\r' && in.getByte(in.readerIndex() + 1) == '\n') {
      in.skipBytes(2);
    }
  }

  private @Nullable Rejection line(ByteBuf in, int from, int to) {
    for (int i = from; i < to; i++) {
      int b = in.getByte(i) & 0xff;
      if ((b < ' ' && b != '\t') || b == 0x7f) {
        return Rejection.bad("the request head contains a control character");
      }
    }
    String text = in.toString(from, to - from, StandardCharsets.ISO_8859_1);
    if (lines == 0) {
      return facts.requestLine(text);
    }
    if (lines > maxHeaders) {
      return Rejection.tooLarge("the request has more than " + maxHeaders + " headers");
    }
    return facts.header(text);
  }

  private Rejection tooLong() {
    return lines == 0
        ? new Rejection(414, "max-request-size-exceeded", "the request line is longer than " + maxBytes + " bytes")
        : Rejection.tooLarge("the request head is larger than " + maxBytes + " bytes");
  }

  private Progress reject(Rejection why) {
    rejection = why;
    return Progress.REJECTED;
  }
}
