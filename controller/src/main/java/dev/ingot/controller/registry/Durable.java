package dev.ingot.controller.registry;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;

/** File operations that are still true after a power cut: content is on disk before its name is, and names are before we answer. */
final class Durable {
  private Durable() {}

  static void createDirectories(Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      return;
    }
    Path parent = directory.toAbsolutePath().getParent();
    createDirectories(parent);
    try {
      Files.createDirectory(directory);
      sync(parent);
    } catch (FileAlreadyExistsException e) {
      // Another request made it first.
    }
  }

  static void sync(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** Moves a file whose content is already synced; replaces an existing one. */
  static void move(Path from, Path to) throws IOException {
    createDirectories(to.getParent());
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    sync(to.getParent());
  }

  /** Writes a small file whole or not at all. */
  static void write(Path temporary, Path file, byte[] content) throws IOException {
    createDirectories(temporary.getParent());
    try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer buffer = ByteBuffer.wrap(content);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    }
    move(temporary, file);
  }

  /** True when there was a file and now there is none. */
  static boolean delete(Path file) throws IOException {
    if (!Files.deleteIfExists(file)) {
      return false;
    }
    sync(file.getParent());
    return true;
  }

  /** Makes a file young again; false when it is gone. */
  static boolean touch(Path file, Instant now) throws IOException {
    try {
      Files.setLastModifiedTime(file, FileTime.from(now));
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }
}
