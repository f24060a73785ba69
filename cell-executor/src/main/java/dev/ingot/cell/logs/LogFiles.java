package dev.ingot.cell.logs;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;

/** The log files of one container: `ctr.log`, written by conmon, and full ones before it, `ctr.log.<generation>`. */
final class LogFiles {
  private static final int CHUNK = 256 << 10;

  /** Takes one line, without its newline, and the place after it. */
  interface LineConsumer {
    void accept(byte[] line, LogPosition after) throws InterruptedException;
  }

  private final Path directory;
  private final Path current;
  private int newest;

  LogFiles(Path directory) throws IOException {
    this.directory = directory;
    this.current = directory.resolve("ctr.log");
    this.newest = LogPosition.read(directory).generation();
    try (DirectoryStream<Path> full = Files.newDirectoryStream(directory, "ctr.log.[0-9]*")) {
      full.forEach(file -> newest = Math.max(newest, generation(file) + 1));
    }
  }

  Path directory() {
    return directory;
  }

  /** Generation of `ctr.log`. */
  int newest() {
    return newest;
  }

  long currentSize() throws IOException {
    return Files.exists(current) ? Files.size(current) : 0;
  }

  /** Reads the next whole lines; the same place when there is nothing new. */
  LogPosition read(LogPosition at, LineConsumer lines) throws IOException, InterruptedException {
    boolean full = at.generation() < newest;
    // Before reading: once conmon has opened the new file it writes no more to the old one.
    boolean successor = full && (at.generation() + 1 < newest || Files.exists(current));
    Path file = full ? directory.resolve("ctr.log." + at.generation()) : current;
    LogPosition after = Files.exists(file) ? chunk(file, at, lines) : at;
    return after.equals(at) && successor ? at.nextFile() : after;
  }

  private static LogPosition chunk(Path file, LogPosition at, LineConsumer lines) throws IOException, InterruptedException {
    byte[] buffer = new byte[CHUNK];
    int size;
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      if (in.length() <= at.offset()) {
        return at;
      }
      in.seek(at.offset());
      size = Math.max(0, in.read(buffer));
    }
    int start = 0;
    for (int i = 0; i < size; i++) {
      if (buffer[i] == '\n') {
        lines.accept(Arrays.copyOfRange(buffer, start, i), at.plus(i + 1));
        start = i + 1;
      }
    }
    // A chunk without any end of line is not conmon's: skip it rather than stand still.
    return at.plus(start == 0 && size == CHUNK ? CHUNK : start);
  }

  /** Sets the file aside and tells conmon to open a new one; conmon loses no line over it. */
  void rotate() throws IOException {
    Path full = directory.resolve("ctr.log." + newest);
    Files.move(current, full, StandardCopyOption.ATOMIC_MOVE);
    newest++;
    // Read-write: opening a FIFO only for writing would wait for ever when conmon is gone.
    try (RandomAccessFile ctl = new RandomAccessFile(directory.resolve("ctl").toFile(), "rw")) {
      ctl.write("2 0 0\n".getBytes(StandardCharsets.US_ASCII));
    }
  }

  /** Deletes full files of generations before this one. */
  void dropBefore(int generation) throws IOException {
    try (DirectoryStream<Path> full = Files.newDirectoryStream(directory, "ctr.log.[0-9]*")) {
      for (Path file : full) {
        if (generation(file) < generation) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private static int generation(Path file) {
    String name = file.getFileName().toString();
    return Integer.parseInt(name.substring("ctr.log.".length()));
  }
}
