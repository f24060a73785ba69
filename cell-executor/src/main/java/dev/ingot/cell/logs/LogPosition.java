package dev.ingot.cell.logs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A place in a container's log.
 *
 * @param generation counts rotations, from 0
 * @param offset bytes into the file of that generation
 */
record LogPosition(int generation, long offset) {
  static final String FILE = "log.offset";

  /** The place kept in this directory; the beginning when there is none. */
  static LogPosition read(Path directory) throws IOException {
    Path file = directory.resolve(FILE);
    if (!Files.exists(file)) {
      return new LogPosition(0, 0);
    }
    String[] numbers = Files.readString(file).trim().split(" ");
    return new LogPosition(Integer.parseInt(numbers[0]), Long.parseLong(numbers[1]));
  }

  LogPosition plus(long bytes) {
    return new LogPosition(generation, offset + bytes);
  }

  /** Rises with the place, with room for a second line at the same place. */
  long number() {
    return ((long) generation << 41) + (offset << 1);
  }

  LogPosition nextFile() {
    return new LogPosition(generation + 1, 0);
  }
}
