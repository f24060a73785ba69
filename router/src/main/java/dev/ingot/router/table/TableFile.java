package dev.ingot.router.table;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.ingot.api.router.v1.RouteUpdate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** The last table on disk ({@code routes.pb}, a RouteUpdate snapshot). Written aside and renamed, so a reader never sees half of it. Used by one thread. */
public final class TableFile {
  private final Path file;

  /**
   * Names the file in a directory, made if missing.
   *
   * @throws UncheckedIOException if the directory cannot be made
   */
  public TableFile(Path directory) {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make the router's state directory " + directory + ": " + e.getMessage(), e);
    }
    this.file = directory.resolve("routes.pb");
  }

  /**
   * Reads the saved snapshot; empty if there is none.
   *
   * @throws IOException if it cannot be read or is not a route table
   */
  public Optional<RouteUpdate> load() throws IOException {
    try {
      return Optional.of(RouteUpdate.parseFrom(Files.readAllBytes(file)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (InvalidProtocolBufferException e) {
      throw new IOException("the saved route table " + file + " is damaged (" + e.getMessage() + "); routes will come from the controller", e);
    }
  }

  /**
   * Saves a table in place of the one before.
   *
   * @throws IOException if it cannot be written; the file before is then still whole
   */
  public void save(RouteTable table) throws IOException {
    Path aside = file.resolveSibling("routes.pb.new");
    try (FileChannel channel = FileChannel.open(aside, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(RouteMessages.write(table).toByteArray());
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
