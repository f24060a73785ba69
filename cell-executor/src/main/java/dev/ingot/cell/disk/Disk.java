package dev.ingot.cell.disk;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * One writable layer: an ext4 file system of its own, mounted at `dir`, with `upper` and `work` for an overlay in it.
 *
 * @param id name of the image file and of the directory, unique on this cell
 * @param limitBytes what may be written before ENOSPC; the true limit is this or a few percent more
 */
public record Disk(String id, Path dir, long limitBytes) {
  public Path upper() {
    return dir.resolve("upper");
  }

  public Path work() {
    return dir.resolve("work");
  }

  /** Bytes written so far. */
  public long usedBytes() throws IOException {
    FileStore store = Files.getFileStore(dir);
    return Math.max(0, store.getTotalSpace() - store.getUnallocatedSpace());
  }
}
