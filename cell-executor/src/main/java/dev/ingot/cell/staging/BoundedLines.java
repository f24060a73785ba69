package dev.ingot.cell.staging;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Lines of foreign output: one without end is cut into pieces of 61,440 bytes instead of filling the memory. */
final class BoundedLines {
  private static final int MAX = 61_440;

  private final InputStream in;

  BoundedLines(InputStream in) {
    this.in = new BufferedInputStream(in, 16 << 10);
  }

  /** Reads to the end, or until the pipe breaks because the process was killed. */
  void forEach(Consumer<String> consumer) {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    try (in) {
      for (int b = in.read(); b >= 0; b = in.read()) {
        if (b == '\n' || line.size() == MAX) {
          consumer.accept(line.toString(StandardCharsets.UTF_8));
          line.reset();
        }
        if (b != '\n') {
          line.write(b);
        }
      }
    } catch (IOException e) {
      // The process was killed: what came before is all there is.
    }
    if (line.size() > 0) {
      consumer.accept(line.toString(StandardCharsets.UTF_8));
    }
  }
}
