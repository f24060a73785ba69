package dev.ingot.cli.upload;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** The upload of a package as multipart/form-data, streamed: a field `resources`, then, unless everything is known, a file `bits`. */
final class Multipart {
  private final String boundary = "ingot-" + UUID.randomUUID();
  private final String resources;
  private final @Nullable Path bits;

  Multipart(String resources, @Nullable Path bits) {
    this.resources = resources;
    this.bits = bits;
  }

  String contentType() {
    return "multipart/form-data; boundary=" + boundary;
  }

  /** @param sent told the bytes sent so far */
  BodyPublisher publisher(LongConsumer sent) throws IOException {
    String head = "--" + boundary + "\r\nContent-Disposition: form-data; name=\"resources\"\r\n\r\n" + resources + "\r\n";
    if (bits == null) {
      return BodyPublishers.ofString(head + "--" + boundary + "--\r\n");
    }
    head += "--" + boundary + "\r\nContent-Disposition: form-data; name=\"bits\"; filename=\"package.zip\"\r\nContent-Type: application/octet-stream\r\n\r\n";
    byte[] before = head.getBytes(StandardCharsets.UTF_8);
    byte[] after = ("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8);
    BodyPublisher file = BodyPublishers.ofInputStream(() -> new Counting(open(bits), sent));
    return BodyPublishers.concat(BodyPublishers.ofByteArray(before), BodyPublishers.fromPublisher(file, Files.size(bits)), BodyPublishers.ofByteArray(after));
  }

  private static InputStream open(Path file) {
    try {
      return Files.newInputStream(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  private static final class Counting extends java.io.FilterInputStream {
    private final LongConsumer sent;
    private long count;

    Counting(InputStream in, LongConsumer sent) {
      super(in);
      this.sent = sent;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int read = super.read(buffer, offset, length);
      count += Math.max(read, 0);
      sent.accept(count);
      return read;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }
  }
}
