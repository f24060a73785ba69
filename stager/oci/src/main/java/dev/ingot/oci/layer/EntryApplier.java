package dev.ingot.oci.layer;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Puts the entries of one archive into one directory, in the order that works: parent, remove old, create, owner, mode, attributes, times. */
final class EntryApplier {
  private static final String WHITEOUT = ".wh.";
  private static final String OPAQUE = ".wh..wh..opq";
  private static final String OVERLAY_OPAQUE = "trusted.overlay.opaque";
  private static final byte[] YES = {'y'};

  private final InsideRoot root;
  private final Path top;
  private final Privileged privileged;
  private final Limits limits;
  private final Predicate<List<String>> wanted;
  private final Map<Path, Long> directoryTimes = new LinkedHashMap<>();
  private final Set<Path> whiteouts = new HashSet<>();
  private long entries;
  private long devices;

  /** @param wanted the parts of an entry's name; what is not wanted is counted and skipped */
  EntryApplier(Path top, Privileged privileged, Limits limits, Predicate<List<String>> wanted) {
    this.top = top;
    this.wanted = wanted;
    this.root = new InsideRoot(top, limits.depth());
    this.privileged = privileged;
    this.limits = limits;
  }

  LayerUnpacker.Unpacked apply(TarReader tar) throws IOException {
    for (TarEntry entry = tar.next(); entry != null; entry = tar.next()) {
      if (++entries > limits.entries()) {
        throw new LayerException("layer has more than the " + limits.entries() + " entries allowed");
      }
      apply(entry, tar);
    }
    for (var time : directoryTimes.entrySet()) {
      if (Files.isDirectory(time.getKey(), LinkOption.NOFOLLOW_LINKS)) {
        setTime(time.getKey(), time.getValue());
      }
    }
    return new LayerUnpacker.Unpacked(entries, 0, devices);
  }

  private void apply(TarEntry entry, TarReader tar) throws IOException {
    List<String> parts = root.parts(entry.name());
    if (!wanted.test(parts)) {
      return;
    }
    if (parts.isEmpty()) {
      if (entry.name().isEmpty() || entry.type() != '5') {
        throw new LayerException("entry '" + RawName.display(entry.name()) + "' would replace the image's root");
      }
      finish(top, entry);
      return;
    }
    String last = parts.getLast();
    Path parent = root.directory(parts.subList(0, parts.size() - 1), true);
    if (last.startsWith(WHITEOUT)) {
      whiteout(parent, last, entry);
      return;
    }
    Path path = parent.resolve(RawName.toPath(last));
    if (entry.type() == '3' || entry.type() == '4') {
      devices++;
      return;
    }
    create(path, entry, tar);
    if (whiteouts.remove(path) && entry.type() == '5') {
      privileged.setAttribute(path, OVERLAY_OPAQUE, YES);
    }
  }

  private void create(Path path, TarEntry entry, TarReader tar) throws IOException {
    // the target is looked for before the old thing goes away: a link to itself must not lose its file
    Path linkTarget = entry.type() == '1' ? hardLinkTarget(entry) : path;
    if (entry.type() == '1' && linkTarget.equals(path)) {
      throw new LayerException("hard link " + RawName.display(entry.name()) + " points to itself");
    }
    boolean directory = entry.type() == '5';
    if (!(directory && Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))) {
      Trees.delete(path);
    }
    switch (entry.type()) {
      case '5' -> {
        if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
          Files.createDirectory(path);
        }
      }
      case '0' -> writeFile(path, tar);
      case '1' -> {
        Files.createLink(path, linkTarget);
        return;
      }
      case '2' -> {
        if (entry.linkName().isEmpty() || entry.linkName().length() > 4095 || entry.linkName().indexOf('\0') >= 0) {
          throw new LayerException("symbolic link " + RawName.display(entry.name()) + " has no usable target");
        }
        Files.createSymbolicLink(path, RawName.toPath(entry.linkName()));
      }
      case '6' -> privileged.fifo(path);
      default -> throw new LayerException("entry " + RawName.display(entry.name()) + " has the type '" + entry.type() + "'");
    }
    finish(path, entry);
  }

  private Path hardLinkTarget(TarEntry entry) throws IOException {
    List<String> parts = root.parts(entry.linkName());
    if (!parts.isEmpty()) {
      Path path = root.directory(parts.subList(0, parts.size() - 1), false).resolve(RawName.toPath(parts.getLast()));
      boolean usable = Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS) || Files.isSymbolicLink(path);
      if (usable && !whiteouts.contains(path)) {
        return path;
      }
    }
    throw new LayerException("hard link " + RawName.display(entry.name()) + " points to " + RawName.display(entry.linkName())
        + ", which is no file of the same layer");
  }

  private void whiteout(Path parent, String name, TarEntry entry) throws IOException {
    if (name.equals(OPAQUE)) {
      privileged.setAttribute(parent, OVERLAY_OPAQUE, YES);
      return;
    }
    if (name.startsWith(".wh..wh.")) {
      return;
    }
    String hidden = name.substring(WHITEOUT.length());
    if (hidden.isEmpty() || hidden.equals(".") || hidden.equals("..")) {
      throw new LayerException("whiteout " + RawName.display(entry.name()) + " names nothing that can be removed");
    }
    Path path = parent.resolve(RawName.toPath(hidden));
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      privileged.whiteout(path);
      whiteouts.add(path);
    } else if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      // the directory of this layer stays, the lower one of its name is hidden
      privileged.setAttribute(path, OVERLAY_OPAQUE, YES);
    }
  }

  private static void writeFile(Path path, TarReader tar) throws IOException {
    try (OutputStream out = Files.newOutputStream(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
      byte[] buffer = new byte[64 * 1024];
      for (int n = tar.read(buffer, buffer.length); n >= 0; n = tar.read(buffer, buffer.length)) {
        out.write(buffer, 0, n);
      }
    }
  }

  private void finish(Path path, TarEntry entry) throws IOException {
    if (entry.uid() > 0xfffffffeL || entry.gid() > 0xfffffffeL) {
      throw new LayerException("entry " + RawName.display(entry.name()) + " has the owner " + entry.uid() + ":" + entry.gid() + ", which no Linux file can have");
    }
    privileged.owner(path, entry.uid(), entry.gid());
    if (entry.type() != '2') {
      // After the owner: chown clears setuid. We made this path, so it is no link; asked not to follow, Java would open it: a FIFO blocks.
      Files.setAttribute(path, "unix:mode", entry.mode());
    }
    attributes(path, entry);
    if (entry.type() == '5') {
      directoryTimes.put(path, entry.mtime());
    } else if (entry.type() != '6') {
      // Java sets times through an open file, and opening a FIFO waits for a writer that never comes
      setTime(path, entry.mtime());
    }
  }

  private void attributes(Path path, TarEntry entry) throws IOException {
    for (var attribute : entry.xattrs().entrySet()) {
      String name = attribute.getKey();
      // an image must not speak to our overlay file system, nor carry labels of another host's security module
      boolean allowed = name.equals("security.capability") || name.startsWith("user.") && !name.startsWith("user.overlay.");
      if (allowed && entry.type() != '2') {
        try {
          privileged.setAttribute(path, name, attribute.getValue());
        } catch (java.nio.file.FileSystemException e) {
          if (name.equals("security.capability")) {
            throw e;
          }
        }
      }
    }
  }

  private static void setTime(Path path, long seconds) throws IOException {
    var view = Files.getFileAttributeView(path, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    view.setTimes(FileTime.from(seconds, TimeUnit.SECONDS), null, null);
  }
}
