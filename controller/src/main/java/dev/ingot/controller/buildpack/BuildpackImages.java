package dev.ingot.controller.buildpack;

import dev.ingot.api.error.ApiException;
import dev.ingot.api.error.ErrorCode;
import dev.ingot.oci.archive.ImageArchive;
import dev.ingot.oci.buildpackage.Buildpackage;
import dev.ingot.oci.image.ImageFormatException;
import dev.ingot.oci.layer.LayerException;
import dev.ingot.oci.layer.RawName;
import dev.ingot.oci.layer.Trees;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;

/** Buildpackages (`.cnb`) and builder images, as files of `pack`, `docker save` or skopeo: their buildpacks become a zip like any other upload. */
final class BuildpackImages {
  private static final long MAX_BYTES = 8L << 30;
  private static final int S_IFREG = 0100000;
  private static final int S_IFLNK = 0120000;
  private static final int S_IFDIR = 0040000;

  private BuildpackImages() {}

  /** Whether these first bytes are those of a tar or tar.gz, not of a zip. @param head at least 262 bytes, or all there are */
  static boolean isTar(byte[] head) {
    boolean gzip = head.length > 2 && head[0] == 0x1f && (head[1] & 0xff) == 0x8b;
    return gzip || head.length >= 262 && new String(head, 257, 5, StandardCharsets.US_ASCII).equals("ustar");
  }

  /**
   * Makes the zip: equal images give equal bytes.
   *
   * @param temporary a directory for what is needed meanwhile; everything is removed
   * @throws ApiException `BuildpackInvalid` when the archive holds no buildpacks or cannot be trusted
   */
  static void zip(Path archive, Path zip, Path temporary) throws IOException {
    Path work = Files.createTempDirectory(temporary, "image");
    try {
      Path scratch = Files.createDirectory(work.resolve("files"));
      Path tree = work.resolve("tree");
      Buildpackage.unpack(ImageArchive.open(archive, scratch, MAX_BYTES), tree);
      try (var out = new ZipArchiveOutputStream(zip); Stream<Path> paths = Files.walk(tree)) {
        for (Path path : (Iterable<Path>) paths.filter(one -> !one.equals(tree)).sorted()::iterator) {
          entry(out, path, tree.relativize(path).toString());
        }
      }
    } catch (ImageFormatException | LayerException e) {
      throw new ApiException(ErrorCode.BUILDPACK_INVALID, "Buildpack is invalid: " + e.getMessage(), e);
    } finally {
      Trees.delete(work);
    }
  }

  private static void entry(ZipArchiveOutputStream out, Path path, String name) throws IOException {
    boolean directory = Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
    boolean link = Files.isSymbolicLink(path);
    int mode = (Integer) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS) & 0777;
    var entry = new ZipArchiveEntry(directory ? name + "/" : name);
    entry.setTime(0);
    entry.setUnixMode(link ? S_IFLNK | 0777 : (directory ? S_IFDIR : S_IFREG) | mode);
    out.putArchiveEntry(entry);
    if (link) {
      out.write(RawName.of(Files.readSymbolicLink(path)).getBytes(StandardCharsets.ISO_8859_1));
    } else if (!directory) {
      try (InputStream in = Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS)) {
        in.transferTo(out);
      }
    }
    out.closeArchiveEntry();
  }
}
