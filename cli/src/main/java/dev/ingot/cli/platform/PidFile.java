package dev.ingot.cli.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** A file `<pid> <start time, ms>`: the start time tells our process from a later one with the same pid. */
final class PidFile {
  private PidFile() {}

  static void write(Path file, ProcessHandle process) throws IOException {
    Path aside = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(aside, process.pid() + " " + startMillis(process));
    Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** The process if it still lives. */
  static Optional<ProcessHandle> read(Path file) throws IOException {
    try {
      String[] words = Files.readString(file).strip().split(" ");
      return ProcessHandle.of(Long.parseLong(words[0])).filter(ProcessHandle::isAlive)
          .filter(process -> Math.abs(startMillis(process) - Long.parseLong(words[1])) < 50);
    } catch (NoSuchFileException | NumberFormatException | ArrayIndexOutOfBoundsException e) {
      return Optional.empty();
    }
  }

  private static long startMillis(ProcessHandle process) {
    return process.info().startInstant().map(java.time.Instant::toEpochMilli).orElse(0L);
  }
}
