package dev.ingot.stager.files;

import dev.ingot.oci.image.Digest;
import dev.ingot.oci.layer.RawName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A short word about a tree that changes when anything in it was touched: names, inodes, modes, owners, sizes and the times of the last
 * change of every entry, which nobody but the kernel can set. Reads no file's content. Only meaningful on the machine that made it.
 */
public final class TreeStamp {
  private final MessageDigest hasher = Digest.hasher("sha256");

  private TreeStamp() {}

  /** The stamp of a directory. Renaming the directory itself leaves the stamp as it is. Nobody may write to the tree meanwhile. */
  public static String of(Path directory) throws IOException {
    var stamp = new TreeStamp();
    stamp.line("mode=" + Files.getAttribute(directory, "unix:mode", LinkOption.NOFOLLOW_LINKS));
    stamp.children(directory, "");
    return Digest.of(stamp.hasher, "sha256").hex();
  }

  private void children(Path directory, String name) throws IOException {
    var children = new ArrayList<Path>();
    try (var stream = Files.newDirectoryStream(directory)) {
      stream.forEach(children::add);
    } catch (java.nio.file.DirectoryIteratorException e) {
      throw e.getCause();
    }
    children.sort(Comparator.comparing(child -> RawName.of(child.getFileName())));
    for (Path child : children) {
      entry(child, name + "/" + RawName.of(child.getFileName()));
    }
  }

  private void entry(Path path, String name) throws IOException {
    Map<String, Object> facts = Files.readAttributes(path, "unix:mode,ino,nlink,uid,gid,size,ctime,isDirectory", LinkOption.NOFOLLOW_LINKS);
    boolean directory = Boolean.TRUE.equals(facts.get("isDirectory"));
    long changed = ((FileTime) facts.get("ctime")).to(TimeUnit.NANOSECONDS);
    line(name + "\0" + facts.get("mode") + " " + facts.get("ino") + " " + facts.get("nlink") + " " + facts.get("uid") + " " + facts.get("gid") + " "
        + (directory ? 0 : facts.get("size")) + " " + changed);
    if (directory) {
      children(path, name);
    }
  }

  private void line(String text) {
    hasher.update(text.getBytes(StandardCharsets.UTF_8));
    hasher.update((byte) '\n');
  }
}
