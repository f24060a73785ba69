package dev.ingot.controller.packages.archive;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Contents of single files by their sha1, on disk. Thread-safe. */
public interface ContentPool {
  /** The file with this content, or empty when it was never kept or has been evicted. Not to be changed. */
  Optional<Path> find(String sha1);

  /** Whether a content of this size in bytes is worth keeping. */
  boolean keeps(long size);

  /** A place on the pool's own file system to write a content to that is not complete yet; the caller deletes or adopts it. */
  Path newTemporary() throws IOException;

  /** Takes a complete temporary file over: afterwards it is gone and {@link #find} answers its content. */
  void adopt(Path temporary, String sha1) throws IOException;
}
