package dev.ingot.oci.layer;

import dev.ingot.oci.image.Descriptor;
import dev.ingot.oci.image.Digest;
import dev.ingot.oci.image.MediaTypes;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Writes one layer so that equal trees give equal bytes, whatever the file system's order, times or owners: sorted, every time
 * 1980-01-01T00:00:01Z, owners as given, `modes & 07777`, symbolic links as links (never followed), hard links within the layer as
 * links, sockets left out; FIFOs and devices are errors. The tar is hashed, compressed and hashed again in one pass. Source: CNB
 * platform spec, "Exporter"; buildpacks-and-images.md §1.12, §8.3. Not for several threads.
 */
public final class LayerTarWriter implements Closeable {
  private static final int S_IFMT = 0170000;
  private static final int S_IFDIR = 0040000;
  private static final int S_IFREG = 0100000;
  private static final int S_IFLNK = 0120000;
  private static final int S_IFSOCK = 0140000;

  private final CountingHash outer;
  private final CountingHash inner;
  private final OutputStream compressed;
  private final OutputStream buffered;
  private final TarStream tar;
  private final String mediaType;
  private final Map<String, String> hardLinks = new HashMap<>();
  private final Set<String> written = new HashSet<>();

  private LayerTarWriter(OutputStream sink, boolean gzip) throws IOException {
    outer = new CountingHash(sink);
    compressed = gzip ? new BlockGzip(outer) : outer;
    inner = new CountingHash(compressed);
    buffered = new BufferedOutputStream(inner, 64 * 1024);
    tar = new TarStream(buffered);
    mediaType = gzip ? MediaTypes.LAYER_GZIP : MediaTypes.LAYER;
  }

  /** A layer compressed with gzip, always in the same way, into this stream, which {@link #close()} closes. */
  public static LayerTarWriter gzip(OutputStream sink) throws IOException {
    return new LayerTarWriter(new BufferedOutputStream(sink, 64 * 1024), true);
  }

  /** A layer compressed with gzip into this file, which must not exist. */
  public static LayerTarWriter gzip(Path file) throws IOException {
    return gzip(Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
  }

  /** An uncompressed layer into this stream; give {@link OutputStream#nullOutputStream()} to learn only the diff ID. */
  public static LayerTarWriter plain(OutputStream sink) throws IOException {
    return new LayerTarWriter(sink, false);
  }

  /** Adds a directory. `name` is a raw name, absolute. A name already written is not written again. */
  public void directory(String name, int mode, Owner owner) throws IOException {
    if (written.add(name)) {
      tar.entry(name.equals("/") ? "/" : name + "/", '5', mode, owner.uid(), owner.gid(), "");
    }
  }

  /** Adds a file with this content. */
  public void file(String name, int mode, Owner owner, byte[] content) throws IOException {
    once(name);
    tar.file(name, mode, owner.uid(), owner.gid(), content.length, new ByteArrayInputStream(content));
  }

  /** Adds a symbolic link; `target` is a raw name, written as it is. */
  public void link(String name, String target, Owner owner) throws IOException {
    once(name);
    tar.entry(name, '2', 0777, owner.uid(), owner.gid(), target);
  }

  /** Adds a file, link or directory with all it contains under this absolute raw name. */
  public void tree(Path source, String name, Owner owner) throws IOException {
    tree(source, name, owner, path -> true);
  }

  /** As {@link #tree(Path, String, Owner)}, only paths for which `wanted` is true; a directory not wanted is still looked into. */
  public void tree(Path source, String name, Owner owner, Predicate<Path> wanted) throws IOException {
    Map<String, Object> facts = Files.readAttributes(source, "unix:mode,ino,dev,nlink,size", LinkOption.NOFOLLOW_LINKS);
    int mode = (Integer) facts.get("mode");
    switch (mode & S_IFMT) {
      case S_IFDIR -> {
        if (wanted.test(source)) {
          directory(name, mode & 07777, owner);
        }
        for (Path child : children(source)) {
          tree(child, (name.equals("/") ? "" : name) + "/" + RawName.of(child.getFileName()), owner, wanted);
        }
      }
      case S_IFREG -> {
        if (wanted.test(source)) {
          regular(source, name, owner, mode & 07777, facts);
        }
      }
      case S_IFLNK -> {
        if (wanted.test(source)) {
          link(name, RawName.of(Files.readSymbolicLink(source)), owner);
        }
      }
      case S_IFSOCK -> { }
      default -> throw new LayerException(RawName.display(name) + " is a device or FIFO; a layer holds files, directories and links only. Remove it.");
    }
  }

  private void regular(Path source, String name, Owner owner, int mode, Map<String, Object> facts) throws IOException {
    if (((Number) facts.get("nlink")).longValue() > 1) {
      String first = hardLinks.putIfAbsent(facts.get("dev") + ":" + facts.get("ino"), name);
      if (first != null) {
        once(name);
        tar.entry(name, '1', mode, owner.uid(), owner.gid(), first);
        return;
      }
    }
    once(name);
    try (InputStream in = Files.newInputStream(source, LinkOption.NOFOLLOW_LINKS)) {
      tar.file(name, mode, owner.uid(), owner.gid(), ((Number) facts.get("size")).longValue(), in);
    }
  }

  private static List<Path> children(Path directory) throws IOException {
    var children = new ArrayList<Path>();
    try (var stream = Files.newDirectoryStream(directory)) {
      stream.forEach(children::add);
    } catch (java.nio.file.DirectoryIteratorException e) {
      throw e.getCause();
    }
    children.sort(Comparator.comparing(child -> RawName.of(child.getFileName())));
    return children;
  }

  private void once(String name) throws LayerException {
    if (!written.add(name)) {
      throw new LayerException(RawName.display(name) + " would be twice in one layer");
    }
  }

  /** Ends the archive and tells what was written. Nothing can be added afterwards. */
  public Layer finish() throws IOException {
    tar.end();
    buffered.flush();
    if (compressed instanceof BlockGzip gzip) {
      gzip.finish();
    }
    outer.flush();
    return new Layer(inner.digest(), new Descriptor(mediaType, outer.digest(), outer.count), inner.count);
  }

  @Override
  public void close() throws IOException {
    compressed.close();
  }

  private static final class CountingHash extends OutputStream {
    private final OutputStream out;
    private final MessageDigest hasher = Digest.hasher("sha256");
    private long count;

    CountingHash(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      hasher.update(bytes, offset, length);
      out.write(bytes, offset, length);
      count += length;
    }

    @Override
    public void flush() throws IOException {
      out.flush();
    }

    @Override
    public void close() throws IOException {
      out.close();
    }

    Digest digest() {
      return Digest.of(hasher, "sha256");
    }
  }
}
