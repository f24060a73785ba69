package dev.ingot.cell.disk;

import dev.ingot.cell.mount.Mounts;
import dev.ingot.cell.sys.Command;
import dev.ingot.cell.sys.WholeFile;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Makes, lends and destroys writable layers: sparse ext4 image files on loop devices. Both bytes and inodes are limited by the file
 * system itself. A few of the usual size are made ahead. A used disk is never lent again. Thread-safe.
 */
public final class DiskPool {
  /** The size most processes ask for (CF's default disk quota). */
  public static final long USUAL_BYTES = 1L << 30;

  private static final Logger LOG = System.getLogger(DiskPool.class.getName());
  private static final int INODES = 200_000;
  private static final int INODE_BYTES = 256;
  private static final int AHEAD = 2;
  /** Making one ahead takes processor time that the start which just took one needs more. */
  private static final Duration AFTER_A_START = Duration.ofMillis(400);
  private static final long MIN_BYTES = 16L << 20;

  private final Path root;
  private final ConcurrentLinkedQueue<Disk> ready = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean filling = new AtomicBoolean();

  /** @param root directory of the image files and their mount points, made when missing */
  public DiskPool(Path root) throws IOException {
    this.root = root;
    Files.createDirectories(root);
  }

  /** What limits the disk, in words for the start message. */
  public String kind() {
    return "sparse ext4 images on loop devices (" + root + ")";
  }

  /** An empty disk of at least this size. The caller owns it until {@link #destroy}. */
  public Disk take(long bytes) throws IOException, InterruptedException {
    if (bytes == USUAL_BYTES) {
      Disk disk = ready.poll();
      fillLater();
      if (disk != null) {
        return disk;
      }
    }
    return make(bytes);
  }

  /** Unmounts and deletes; gone already is fine. */
  public void destroy(String id) throws IOException {
    Path dir = root.resolve(id);
    Mounts.unmount(dir);
    Files.deleteIfExists(root.resolve(id + ".img"));
    Files.deleteIfExists(dir);
  }

  /** The disk with this id as it was made earlier, mounted again if it is not (after a reboot of the machine it is empty of use, but there). */
  public Disk existing(String id, long limitBytes) {
    return new Disk(id, root.resolve(id), limitBytes);
  }

  /** Destroys every disk whose id is not in the set: what an earlier life of the cell left. */
  public void destroyAllBut(Set<String> inUse) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(root)) {
      for (Path entry : entries) {
        String name = entry.getFileName().toString();
        String id = name.endsWith(".img") ? name.substring(0, name.length() - 4) : name;
        boolean lent = ready.stream().anyMatch(d -> d.id().equals(id));
        if (!lent && !inUse.contains(id)) {
          destroy(id);
        }
      }
    }
  }

  /** Makes disks ahead in the background, when there are too few. */
  public void fillLater() {
    if (filling.compareAndSet(false, true)) {
      Thread.startVirtualThread(() -> {
        try {
          Thread.sleep(AFTER_A_START);
          while (ready.size() < AHEAD) {
            ready.add(make(USUAL_BYTES));
          }
        } catch (IOException | InterruptedException e) {
          LOG.log(Level.WARNING, "Could not make a writable layer ahead, the next start makes its own: " + e.getMessage());
        } finally {
          filling.set(false);
        }
      });
    }
  }

  private Disk make(long asked) throws IOException, InterruptedException {
    long bytes = Math.max(MIN_BYTES, asked);
    String id = UUID.randomUUID().toString().substring(0, 13);
    Path image = root.resolve(id + ".img");
    Disk disk = new Disk(id, root.resolve(id), bytes);
    try {
      // Inode tables, bitmaps and the 1/64 the kernel keeps back come on top, so that the app gets all it asked for.
      int inodes = (int) Math.min(INODES, bytes / 4096);
      try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
        file.setLength((bytes + (long) inodes * INODE_BYTES) / 1024 * 1044 + (2L << 20));
      }
      Command.run("mkfs.ext4", "-q", "-F", "-O", "^has_journal", "-E", "lazy_itable_init=1,nodiscard", "-N", Integer.toString(inodes), "-m", "0",
          image.toString());
      Files.createDirectories(disk.dir());
      Command.run("mount", "-o", "loop,noatime,discard,nosuid,nodev", image.toString(), disk.dir().toString());
      WholeFile.deleteTree(disk.dir().resolve("lost+found"));
      Files.createDirectories(disk.upper());
      Files.createDirectories(disk.work());
      return disk;
    } catch (IOException e) {
      destroy(id);
      throw new IOException("Could not make a writable layer of " + bytes + " bytes: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      destroy(id);
      throw e;
    }
  }
}
