package dev.ingot.oci.layer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * One gzip member whose bytes depend on the content alone: cut into blocks of a fixed size, each compressed by itself, several at once,
 * written in order. Every reader of gzip reads it. Not for several threads.
 */
final class BlockGzip extends OutputStream {
  private static final int BLOCK = 512 * 1024;
  private static final int SAMPLE = 4 * 1024;
  private static final int AT_ONCE = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 4);
  /** Fastest: a layer is written once and read from a disk or a local network, where half the time is worth more than a tenth of the size. */
  private static final int LEVEL = Deflater.BEST_SPEED;
  /** RFC 1952 §2.3: no name, no time, fastest, unknown system. */
  private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 4, (byte) 0xff};
  /** RFC 1951 §3.2.6: an empty last block. */
  private static final byte[] END = {3, 0};

  private final OutputStream out;
  private final CRC32 crc = new CRC32();
  private final ArrayDeque<FutureTask<Block>> running = new ArrayDeque<>();
  private final ArrayDeque<Block> free = new ArrayDeque<>();
  private Block block = new Block();
  private int filled;
  private long size;
  private boolean finished;

  BlockGzip(OutputStream out) throws IOException {
    this.out = out;
    out.write(HEADER);
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    crc.update(bytes, offset, length);
    size += length;
    int done = 0;
    while (done < length) {
      int n = Math.min(length - done, BLOCK - filled);
      System.arraycopy(bytes, offset + done, block.content, filled, n);
      filled += n;
      done += n;
      if (filled == BLOCK) {
        compress();
      }
    }
  }

  /** Writes all that is left and the end; nothing can be written afterwards. */
  void finish() throws IOException {
    if (!finished) {
      finished = true;
      compress();
      while (!running.isEmpty()) {
        writeFirst();
      }
      out.write(END);
      littleEndian(crc.getValue());
      littleEndian(size);
    }
  }

  /** Closes the stream below, as it is when {@link #finish} was not called. */
  @Override
  public void close() throws IOException {
    running.forEach(task -> task.cancel(false));
    out.close();
  }

  private void compress() throws IOException {
    if (filled == 0) {
      return;
    }
    Block full = block;
    full.length = filled;
    var task = new FutureTask<>(full::deflate);
    running.add(task);
    Thread.startVirtualThread(task);
    if (running.size() > AT_ONCE) {
      writeFirst();
    }
    block = free.isEmpty() ? new Block() : free.pop();
    filled = 0;
  }

  private void writeFirst() throws IOException {
    try {
      Block first = running.remove().get();
      first.compressed.writeTo(out);
      free.push(first);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new java.io.InterruptedIOException("compressing was stopped");
    } catch (ExecutionException e) {
      throw new IOException("compressing failed: " + e.getCause(), e.getCause());
    }
  }

  private void littleEndian(long value) throws IOException {
    for (int shift = 0; shift < 32; shift += 8) {
      out.write((int) (value >>> shift) & 0xff);
    }
  }

  /** Buffers are used again and again: fresh ones would fill a small heap with garbage. */
  private static final class Block {
    final byte[] content = new byte[BLOCK];
    final ByteArrayOutputStream compressed = new ByteArrayOutputStream(BLOCK / 2);
    int length;

    Block deflate() {
      compressed.reset();
      // what is compressed already (jars, pictures, fonts) costs ten times as much to try as to copy
      var deflater = new Deflater(isDense() ? Deflater.NO_COMPRESSION : LEVEL, true);
      try {
        deflater.setInput(content, 0, length);
        byte[] piece = new byte[16 * 1024];
        int n;
        do {
          n = deflater.deflate(piece, 0, piece.length, Deflater.SYNC_FLUSH);
          compressed.write(piece, 0, n);
        } while (n == piece.length);
        return this;
      } finally {
        deflater.end();
      }
    }

    /** True when the bytes at begin, middle and end of the block are spread as evenly as in compressed content. */
    private boolean isDense() {
      return length >= 3 * SAMPLE && isDense(0) && isDense((length - SAMPLE) / 2) && isDense(length - SAMPLE);
    }

    private boolean isDense(int from) {
      int[] counts = new int[256];
      for (int i = from; i < from + SAMPLE; i++) {
        counts[content[i] & 0xff]++;
      }
      // the sum of squares of an even spread is SAMPLE² / 256 and a little more by chance; text has five times that
      long squares = 0;
      for (int count : counts) {
        squares += (long) count * count;
      }
      return squares < (long) SAMPLE * SAMPLE / 256 * 5 / 4;
    }
  }
}
