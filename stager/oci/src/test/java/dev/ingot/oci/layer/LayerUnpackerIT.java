package dev.ingot.oci.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ingot.oci.image.Descriptor;
import dev.ingot.oci.image.Digest;
import dev.ingot.oci.image.MediaTypes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The attack list of buildpacks-and-images.md §6.6, and what good layers become. Needs root: owners and devices are real. */
@Timeout(60)
class LayerUnpackerIT {
  @TempDir Path dir;

  @BeforeEach
  void rootOrSkipped() {
    boolean root = "root".equals(System.getProperty("user.name"));
    if (!root && Boolean.getBoolean("ingot.it.required")) {
      throw new AssertionError("unpacking sets owners and devices: run this test as root");
    }
    assumeTrue(root || Boolean.getBoolean("ingot.it.required"), "unpacking sets owners and devices: needs root");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../escape", "a/../../escape", "/../escape", "..", ""})
  void nameThatClimbs_isRefused(String name) throws IOException {
    refused(new TestTar().file(name, "x").done(), "");
  }

  @Test
  void absoluteName_staysInside() throws IOException {
    Path layer = TestTar.unpack(new TestTar().file("/etc/motd", "hi").done(), dir);
    assertThat(layer.resolve("etc/motd")).hasContent("hi");
  }

  @Test
  void nulInName_isRefused() throws IOException {
    refused(new TestTar().pax("12 path=a\0b\n").file("x", "y").done(), "NUL");
  }

  @Test
  void fileThroughAbsoluteLink_isWrittenInsideTheRoot() throws IOException {
    Path outside = Files.createDirectory(dir.resolve("outside"));
    byte[] tar = new TestTar().entry("a", '2', outside.toString()).file("a/x", "inside").done();
    Path layer = TestTar.unpack(tar, dir);
    assertThat(TestTar.isEmpty(outside)).isTrue();
    assertThat(layer.resolve(outside.toString().substring(1)).resolve("x")).hasContent("inside");
    Trees.delete(layer);
    byte[] good = new TestTar().directory("usr").directory("usr/lib").entry("lib", '2', "/usr/lib").file("lib/x", "inside").done();
    assertThat(TestTar.unpack(good, dir).resolve("usr/lib/x")).hasContent("inside");
  }

  @Test
  void relativeLinkOutOfTheRoot_isRefusedAsParent() throws IOException {
    refused(new TestTar().entry("a", '2', "../../..").file("a/x", "out").done(), "leads out");
  }

  @Test
  void linkCycle_isRefused() throws IOException {
    refused(new TestTar().entry("a", '2', "b").entry("b", '2', "a").file("a/x", "y").done(), "too many links");
  }

  @Test
  void fileOverLink_replacesTheLinkAndNotItsTarget() throws IOException {
    Path victim = Files.writeString(dir.resolve("victim"), "before");
    Path layer = TestTar.unpack(new TestTar().entry("a", '2', victim.toString()).file("a", "after").done(), dir);
    assertThat(victim).hasContent("before");
    assertThat(layer.resolve("a")).hasContent("after").isRegularFile();
    assertThat(Files.isSymbolicLink(layer.resolve("a"))).isFalse();
  }

  @Test
  void ownerModeAndTimeOfALink_doNotTouchItsTarget() throws IOException {
    Path victim = Files.writeString(dir.resolve("victim"), "x");
    Files.setAttribute(victim, "unix:mode", 0600);
    Files.setLastModifiedTime(victim, FileTime.from(Instant.EPOCH));
    var tar = new TestTar();
    tar.tar.entry("a", '2', 0777, 1234, 1234, victim.toString());
    TestTar.unpack(tar.done(), dir);
    assertThat(Files.getAttribute(victim, "unix:uid")).isEqualTo(0);
    assertThat((int) Files.getAttribute(victim, "unix:mode") & 07777).isEqualTo(0600);
    assertThat(Files.getLastModifiedTime(victim).toInstant()).isEqualTo(Instant.EPOCH);
  }

  @Test
  void hardLink_outOrThroughLinkOrToNothing_isRefused() throws IOException {
    refused(new TestTar().entry("x", '1', "../../etc/passwd").done(), "..");
    refused(new TestTar().entry("a", '2', "../..").entry("x", '1', "a/etc/passwd").done(), "leads out");
    refused(new TestTar().entry("x", '1', "/etc/passwd").done(), "");
    refused(new TestTar().file("x", "y").entry("x", '1', "x").done(), "itself");
  }

  @Test
  void hardLink_sharesTheFileAndALinkToALinkStaysALink() throws IOException {
    byte[] tar = new TestTar().file("a", "same").entry("b", '1', "a").entry("l", '2', "/etc/passwd").entry("m", '1', "l").done();
    Path layer = TestTar.unpack(tar, dir);
    assertThat(Files.getAttribute(layer.resolve("a"), "unix:ino")).isEqualTo(Files.getAttribute(layer.resolve("b"), "unix:ino"));
    assertThat(Files.isSymbolicLink(layer.resolve("m"))).isTrue();
  }

  @Test
  void whiteouts_becomeOverlayMarks() throws IOException {
    byte[] tar = new TestTar().directory("d").file("d/.wh.gone", "").file("d/.wh..wh..opq", "").file("d/.wh..wh.plnk", "").done();
    Path layer = TestTar.unpack(tar, dir);
    assertThat((int) Files.getAttribute(layer.resolve("d/gone"), "unix:mode", LinkOption.NOFOLLOW_LINKS) & 0170000).isEqualTo(0020000);
    assertThat(Files.getAttribute(layer.resolve("d/gone"), "unix:rdev")).isEqualTo(0L);
    assertThat(xattr(layer.resolve("d"), "trusted.overlay.opaque")).isEqualTo("y");
    assertThat(layer.resolve("d/.wh..wh.plnk")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {".wh.", ".wh..", ".wh...", "d/.wh."})
  void whiteoutOfNothing_isRefused(String name) throws IOException {
    refused(new TestTar().file(name, "").done(), "whiteout");
  }

  @Test
  void whiteoutAndFileOfTheSameName_fileWinsInBothOrders() throws IOException {
    byte[] tar = new TestTar().file(".wh.a", "").file("a", "new").file("b", "new").file(".wh.b", "").directory("c").file(".wh.c", "").done();
    Path layer = TestTar.unpack(tar, dir);
    assertThat(layer.resolve("a")).hasContent("new");
    assertThat(layer.resolve("b")).hasContent("new");
    assertThat(xattr(layer.resolve("c"), "trusted.overlay.opaque")).isEqualTo("y");
  }

  @Test
  void whiteoutThroughLink_marksInsideOrIsRefused() throws IOException {
    Path outside = Files.createDirectory(dir.resolve("outside"));
    refused(new TestTar().entry("a", '2', "../outside").file("a/.wh.x", "").done(), "leads out");
    refused(new TestTar().entry("a", '2', "../outside").file("a/.wh..wh..opq", "").done(), "leads out");
    assertThat(TestTar.isEmpty(outside)).isTrue();
  }

  @Test
  void devices_areLeftOutAndFifosMade() throws IOException {
    Path layer = TestTar.unpack(new TestTar().entry("null", '3', "").entry("sda", '4', "").entry("pipe", '6', "").done(), dir);
    assertThat(layer.resolve("null")).doesNotExist();
    assertThat(layer.resolve("sda")).doesNotExist();
    assertThat((int) Files.getAttribute(layer.resolve("pipe"), "unix:mode") & 0170000).isEqualTo(0010000);
  }

  @Test
  void overlayAndSecurityAttributes_doNotPass() throws IOException {
    byte[] tar = new TestTar().pax("44 SCHILY.xattr.trusted.overlay.redirect=/x\n").directory("d").pax("29 SCHILY.xattr.user.note=ok\n").file("f", "").done();
    Path layer = TestTar.unpack(tar, dir);
    assertThat(xattr(layer.resolve("d"), "trusted.overlay.redirect")).isEmpty();
  }

  @Test
  void setuidMode_survivesTheChangeOfOwner() throws IOException {
    var tar = new TestTar();
    tar.tar.file("su", 04755, 2000, 2001, 0, new ByteArrayInputStream(new byte[0]));
    Path file = TestTar.unpack(tar.done(), dir).resolve("su");
    assertThat((int) Files.getAttribute(file, "unix:mode") & 07777).isEqualTo(04755);
    assertThat(Files.getAttribute(file, "unix:uid")).isEqualTo(2000);
    assertThat(Files.getAttribute(file, "unix:gid")).isEqualTo(2001);
  }

  @Test
  void limits_holdWhileStreaming() throws IOException {
    byte[] three = new TestTar().file("a", "1").file("b", "2").file("c", "3").done();
    refused(three, "2 entries", new Limits(2, 1 << 20, 200, 10));
    refused(three, "1000 bytes", new Limits(10, 1000, 200, 10));
    refused(new TestTar().file("a/b/c/d", "x").done(), "deeper", new Limits(10, 1 << 20, 200, 3));
    refused(new TestTar().file("x".repeat(300), "x").done(), "255");
    refused(new TestTar().file("x/".repeat(2100) + "y", "x").done(), "too long");
  }

  @Test
  void bomb_stopsEarly() throws IOException {
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write(TarHeader.encode("zeros", '0', 0644, 0, 0, 4L << 30, 0, ""));
      byte[] zeros = new byte[1 << 20];
      for (int i = 0; i < 200; i++) {
        gzip.write(zeros);
      }
    }
    var descriptor = new Descriptor(MediaTypes.LAYER_GZIP, Digest.sha256(packed.toByteArray()), packed.size());
    assertThatThrownBy(() -> new LayerUnpacker(new LinuxPrivileged(), Limits.DEFAULT)
        .unpack(new ByteArrayInputStream(packed.toByteArray()), descriptor, Digest.sha256(new byte[0]), dir.resolve("layer")))
        .isInstanceOf(LayerException.class).hasMessageContaining("bomb");
    assertThat(TestTar.isEmpty(dir)).isTrue();
  }

  @Test
  void wrongDigestDiffIdOrSize_publishesNothing() throws IOException {
    byte[] tar = new TestTar().file("a", "1").done();
    var right = Digest.sha256(tar);
    var wrong = Digest.sha256(new byte[] {1});
    mismatch(tar, new Descriptor(MediaTypes.LAYER, wrong, tar.length), right, "digest");
    mismatch(tar, new Descriptor(MediaTypes.LAYER, right, tar.length), wrong, "diff ID");
    mismatch(tar, new Descriptor(MediaTypes.LAYER, right, tar.length + 1), right, "manifest says");
    mismatch(tar, new Descriptor(MediaTypes.LAYER, right, tar.length - 1), right, "larger");
    mismatch(tar, new Descriptor("application/vnd.oci.image.layer.v1.tar+zstd", right, tar.length), right, "damaged");
  }

  @Test
  void ambiguousArchives_areRefused() throws IOException {
    byte[] fifoWithData = TarHeader.encode("p", '6', 0644, 0, 0, 512, 0, "");
    refused(new TestTar().raw(fifoWithData).raw(new byte[512]).done(), "data");
    byte[] dirWithData = TarHeader.encode("d/", '0', 0644, 0, 0, 512, 0, "");
    refused(new TestTar().raw(dirWithData).file("evil", "").done(), "data");
    refused(new TestTar().entry("s", 'S', "").done(), "unknown type");
    refused(new TestTar().pax("22 GNU.sparse.major=1\n").file("s", "").done(), "sparse");
    refused(new TestTar().pax("999 path=x\n").file("s", "").done(), "malformed");
    byte[] damaged = new TestTar().file("a", "b").done();
    damaged[0] ^= 1;
    refused(damaged, "checksum");
    refused(java.util.Arrays.copyOf(new TestTar().file("a", "b".repeat(2000)).done(), 1024), "cut off");
  }

  @Test
  void fileAsParent_isRefused() throws IOException {
    refused(new TestTar().file("a", "x").file("a/b", "y").done(), "not a directory");
  }

  @Test
  void ownerNoLinuxFileCanHave_isRefused() throws IOException {
    refused(new TestTar().pax("18 uid=4294967295\n").file("a", "x").done(), "owner");
  }

  @Test
  void duplicateEntry_lastWins() throws IOException {
    assertThat(TestTar.unpack(new TestTar().file("a", "1").file("a", "2").done(), dir).resolve("a")).hasContent("2");
  }

  private void refused(byte[] tar, String message) throws IOException {
    refused(tar, message, Limits.DEFAULT);
  }

  private void refused(byte[] tar, String message, Limits limits) throws IOException {
    assertThatThrownBy(() -> TestTar.unpack(tar, dir, limits)).isInstanceOf(LayerException.class).hasMessageContaining(message);
    assertThat(dir.resolve("layer")).doesNotExist();
    try (var left = Files.list(dir)) {
      assertThat(left.filter(p -> p.getFileName().toString().startsWith(".unpacking"))).isEmpty();
    }
  }

  private void mismatch(byte[] tar, Descriptor descriptor, Digest diffId, String message) throws IOException {
    assertThatThrownBy(() -> new LayerUnpacker(new LinuxPrivileged(), Limits.DEFAULT)
        .unpack(new ByteArrayInputStream(tar), descriptor, diffId, dir.resolve("layer")))
        .isInstanceOf(LayerException.class).hasMessageContaining(message);
    assertThat(TestTar.isEmpty(dir)).isTrue();
  }

  private static String xattr(Path path, String name) throws IOException {
    var process = new ProcessBuilder("python3", "-c", "import os,sys\ntry: print(os.getxattr(sys.argv[1], sys.argv[2]).decode(), end='')\nexcept OSError: pass",
        path.toString(), name).start();
    return new String(process.getInputStream().readAllBytes());
  }
}
