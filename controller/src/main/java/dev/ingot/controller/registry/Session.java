package dev.ingot.controller.registry;

import dev.ingot.oci.image.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** One upload: a file that grows at its end, with the hash of what is in it so long as this process saw it all. */
final class Session implements AutoCloseable {
  static final String DATA = "data";
  static final String REPOSITORY = "repository";
  private static final int BUFFER = 128 * 1024;

  private final Path folder;
  private final Clock clock;
  private final Semaphore turn = new Semaphore(1);
  private final String algorithm;
  private @Nullable MessageDigest hasher;
  private @Nullable String repository;
  private long hashed;

  Session(Path folder, String algorithm, Clock clock) {
    this.folder = folder;
    this.algorithm = algorithm;
    this.hasher = Digest.hasher(algorithm);
    this.clock = clock;
  }

  String id() {
    return folder.getFileName().toString();
  }

  Path data() {
    return folder.resolve(DATA);
  }

  boolean belongsTo(String asked) throws IOException {
    String known = repository;
    if (known == null) {
      try {
        known = Files.readString(folder.resolve(REPOSITORY));
      } catch (NoSuchFileException e) {
        return false;
      }
      repository = known;
    }
    return known.equals(asked);
  }

  long size() throws IOException {
    try {
      return Files.size(data());
    } catch (NoSuchFileException e) {
      throw gone();
    }
  }

  /** When somebody last wrote to it; the beginning of time for a folder without data, which a crash left. */
  Instant lastUse() throws IOException {
    Path newest = Files.exists(data()) ? data() : folder;
    try {
      return Files.getLastModifiedTime(newest).toInstant();
    } catch (NoSuchFileException e) {
      return Instant.EPOCH;
    }
  }

  boolean tryEnter() {
    return turn.tryAcquire();
  }

  /** Takes the session's turn, given back by close. */
  Session enter() {
    if (!turn.tryAcquire()) {
      throw new RegistryException(RegistryError.BLOB_UPLOAD_INVALID,
          "Another request is writing to upload " + id() + ": wait for its answer, then continue");
    }
    return this;
  }

  @Override
  public void close() {
    turn.release();
  }

  long append(@Nullable Long from, long length, InputStream body, long maxBytes) throws IOException {
    long start = size();
    if (from != null && from != start) {
      throw new RegistryException(RegistryError.RANGE_INVALID,
          "The chunk starts at byte " + from + " but upload " + id() + " continues at byte " + start);
    }
    MessageDigest before = snapshot(start);
    try (FileChannel file = FileChannel.open(data(), StandardOpenOption.WRITE)) {
      try {
        long end = copy(body, file, start, maxBytes);
        if (length >= 0 && end - start != length) {
          throw new RegistryException(RegistryError.BLOB_UPLOAD_INVALID,
              "The chunk was announced with " + length + " bytes and had " + (end - start) + ": nothing of it was kept, send it again");
        }
        hashed = end;
        return end;
      } catch (IOException | RuntimeException e) {
        file.truncate(start);
        hasher = before;
        hashed = start;
        throw e;
      }
    } finally {
      Durable.touch(data(), clock.instant());
    }
  }

  private long copy(InputStream body, FileChannel file, long start, long maxBytes) throws IOException {
    byte[] buffer = new byte[BUFFER];
    long position = start;
    for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
      if (position + count > maxBytes) {
        throw new RegistryException(RegistryError.SIZE_INVALID, "The blob is larger than this registry takes (" + maxBytes + " bytes)");
      }
      ByteBuffer pending = ByteBuffer.wrap(buffer, 0, count);
      while (pending.hasRemaining()) {
        position += file.write(pending, position);
      }
      if (hasher != null) {
        hasher.update(buffer, 0, count);
      }
    }
    return position;
  }

  /** The hash up to here, to go back to; drops a hash that does not cover the file (after a restart). */
  private @Nullable MessageDigest snapshot(long size) {
    if (hashed != size) {
      hasher = null;
    }
    try {
      return hasher == null ? null : (MessageDigest) hasher.clone();
    } catch (CloneNotSupportedException e) {
      hasher = null;
      return null;
    }
  }

  /** The digest of all bytes. */
  Digest digest(String wanted) throws IOException {
    if (hasher != null && hashed == size() && wanted.equals(algorithm)) {
      MessageDigest complete = hasher;
      hasher = null;
      return Digest.of(complete, wanted);
    }
    MessageDigest complete = Digest.hasher(wanted);
    try (InputStream in = Files.newInputStream(data())) {
      byte[] buffer = new byte[BUFFER];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        complete.update(buffer, 0, count);
      }
    }
    return Digest.of(complete, wanted);
  }

  /** Removes the folder; the repository name first, so that a half-removed session is unknown. */
  void delete() throws IOException {
    Files.deleteIfExists(folder.resolve(REPOSITORY));
    Files.deleteIfExists(data());
    Files.deleteIfExists(folder);
  }

  private RegistryException gone() {
    return new RegistryException(RegistryError.BLOB_UPLOAD_UNKNOWN, "Upload " + id() + " was finished or cancelled: start a new one");
  }
}
