package dev.ingot.oci.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayerTarWriterTest {
  private static final Owner VCAP = new Owner(2000, 2000);

  @TempDir Path dir;

  @Test
  void links_stayLinksWhereverTheyPoint() throws IOException {
    Path bin = Files.createDirectories(dir.resolve("node_modules/.bin"));
    Files.createSymbolicLink(bin.resolve("tool"), Path.of("../tool/cli.js"));
    Files.createSymbolicLink(dir.resolve("python"), Path.of("/usr/bin/python3"));
    Files.createSymbolicLink(dir.resolve("dangling"), Path.of("nowhere"));
    Files.createSymbolicLink(dir.resolve("loop"), Path.of("."));
    var entries = entries(tree(dir));
    assertThat(entries).filteredOn(TarArchiveEntry::isSymbolicLink).extracting(TarArchiveEntry::getName, TarArchiveEntry::getLinkName)
        .containsExactly(t("/app/dangling", "nowhere"), t("/app/loop", "."), t("/app/node_modules/.bin/tool", "../tool/cli.js"),
            t("/app/python", "/usr/bin/python3"));
  }

  @Test
  void cycleOfLinks_andLinkToItself_areWrittenAsTheyAre() throws IOException {
    Files.createSymbolicLink(dir.resolve("a"), Path.of("b"));
    Files.createSymbolicLink(dir.resolve("b"), Path.of("a"));
    Files.createSymbolicLink(dir.resolve("self"), Path.of("self"));
    assertThat(entries(tree(dir))).filteredOn(TarArchiveEntry::isSymbolicLink).extracting(TarArchiveEntry::getName, TarArchiveEntry::getLinkName)
        .containsExactly(t("/app/a", "b"), t("/app/b", "a"), t("/app/self", "self"));
  }

  @Test
  void emptyFile_sparseFile_andNonAsciiNames_areReadBackWhole() throws IOException {
    Files.createFile(dir.resolve("0-empty"));
    try (var sparse = new java.io.RandomAccessFile(dir.resolve("1-sparse").toFile(), "rw")) {
      sparse.setLength(3 << 20);
      sparse.seek((3 << 20) - 4);
      sparse.writeBytes("tail");
    }
    Files.writeString(dir.resolve("2-größe-日本-\uD83D\uDE00"), "x");
    Files.writeString(dir.resolve("3-" + "n".repeat(99)), "y");
    var contents = new ArrayList<String>();
    try (var in = new TarArchiveInputStream(new ByteArrayInputStream(tree(dir)), "UTF-8")) {
      for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        byte[] content = in.readAllBytes();
        assertThat(entry.isSparse()).isFalse();
        contents.add(entry.getName().replaceFirst("^/?app/", "") + " " + content.length + " " + new String(content, Math.max(0, content.length - 4), Math.min(4, content.length)));
      }
    }
    assertThat(contents.subList(1, 5)).containsExactly("0-empty 0 ", "1-sparse 3145728 tail", "2-größe-日本-\uD83D\uDE00 1 x", "3-" + "n".repeat(99) + " 1 y");
  }

  @Test
  void fileThatShrinksOrGrowsMeanwhile_orBecomesALink_isNoSilentDamage() throws IOException {
    Path file = Files.write(dir.resolve("f"), new byte[100]);
    var tar = new TarStream(OutputStream.nullOutputStream());
    try (var in = Files.newInputStream(file)) {
      assertThatThrownBy(() -> tar.file("/f", 0644, 0, 0, 200, in)).isInstanceOf(LayerException.class).hasMessageContaining("became shorter");
    }
    var bytes = new ByteArrayOutputStream();
    try (var in = Files.newInputStream(file)) {
      new TarStream(bytes).file("/f", 0644, 0, 0, 50, in);
    }
    assertThat(bytes.size()).as("no more than was announced").isEqualTo(1024);
  }

  @Test
  void hardLinks_areWrittenOnceAndLinked() throws IOException {
    Files.writeString(dir.resolve("a"), "same");
    Files.createLink(dir.resolve("b"), dir.resolve("a"));
    var entries = entries(tree(dir));
    assertThat(entries.get(2).isLink()).isTrue();
    assertThat(entries.get(2).getLinkName()).isEqualTo("/app/a");
  }

  @Test
  void entries_haveFixedTimesGivenOwnerAndAllModeBits() throws IOException {
    Path file = Files.writeString(dir.resolve("su"), "x");
    Files.setAttribute(file, "unix:mode", 04711);
    var entry = entries(tree(dir)).get(1);
    assertThat(entry.getLastModifiedTime().toInstant()).hasToString("1980-01-01T00:00:01Z");
    assertThat(entry.getMode()).isEqualTo(04711);
    assertThat(entry.getLongUserId()).isEqualTo(2000);
    assertThat(entry.getUserName()).isEmpty();
  }

  @Test
  void sameTree_madeInAnotherOrder_givesTheSameBytes() throws IOException {
    Path one = Files.createDirectory(dir.resolve("one"));
    Path two = Files.createDirectory(dir.resolve("two"));
    for (int i = 0; i < 50; i++) {
      Files.writeString(one.resolve("f" + i), "x");
      Files.writeString(two.resolve("f" + (49 - i)), "x");
    }
    assertThat(tree(one)).isEqualTo(tree(two));
  }

  @Test
  void longNonAsciiAndBigValues_areReadBackByAnotherReader() throws IOException {
    String name = "/ü" + "n".repeat(300);
    var bytes = new ByteArrayOutputStream();
    try (var writer = LayerTarWriter.plain(bytes)) {
      writer.link(RawName.ofUtf8(name), RawName.ofUtf8("ziel-ö" + "z".repeat(120)), new Owner(3_000_000_000L, 5));
      writer.finish();
    }
    var entry = entries(bytes.toByteArray()).getFirst();
    assertThat("/" + entry.getName()).as("Commons Compress drops the first slash of PAX names").isEqualTo(name);
    assertThat(entry.getLinkName()).isEqualTo("ziel-ö" + "z".repeat(120));
    assertThat(entry.getLongUserId()).isEqualTo(3_000_000_000L);
  }

  @Test
  void namesAroundTheHeaderLimit_survive() throws IOException {
    var bytes = new ByteArrayOutputStream();
    var names = List.of("/" + "a".repeat(98), "/" + "b".repeat(99), "/" + "c".repeat(100), "/" + "d".repeat(989), "/" + "e".repeat(1000));
    try (var writer = LayerTarWriter.plain(bytes)) {
      for (String name : names) {
        writer.file(name, 0644, VCAP, new byte[] {1});
      }
      writer.finish();
    }
    assertThat(entries(bytes.toByteArray())).extracting(entry -> "/" + entry.getName().replaceFirst("^/", "")).isEqualTo(names);
  }

  @Test
  void nameThatIsNotUtf8_comesBackByteForByte() throws IOException {
    String raw = "bad-\u00ff\u00fe";
    Files.writeString(dir.resolve(RawName.toPath(raw)), "x");
    byte[] tar = tree(dir);
    var reader = new TarReader(new ByteArrayInputStream(tar));
    reader.next();
    assertThat(java.util.Objects.requireNonNull(reader.next()).name()).isEqualTo("/app/" + raw);
  }

  @Test
  void fileLargerThanUstarCanSay_isDeclaredInPax() throws IOException {
    var bytes = new ByteArrayOutputStream();
    var tar = new TarStream(bytes);
    long size = 9L << 30;
    assertThatThrownBy(() -> tar.file("/big", 0644, 0, 0, size, new ByteArrayInputStream(new byte[0]))).hasMessageContaining("shorter");
    try (var in = new TarArchiveInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertThat(in.getNextEntry().getSize()).isEqualTo(size);
    }
  }

  @Test
  void sockets_areSkippedAndFifosRefused() throws Exception {
    try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(dir.resolve("s")));
      assertThat(entries(tree(dir))).hasSize(1);
    }
    new ProcessBuilder("mkfifo", dir.resolve("pipe").toString()).start().waitFor();
    assertThatThrownBy(() -> tree(dir)).isInstanceOf(LayerException.class).hasMessageContaining("/app/pipe").hasMessageContaining("FIFO");
  }

  @Test
  void gzipAndPlain_haveTheSameDiffId() throws IOException {
    Files.writeString(dir.resolve("a"), "x".repeat(10_000));
    var out = new ByteArrayOutputStream();
    Layer packed;
    try (var writer = LayerTarWriter.gzip(out)) {
      writer.tree(dir, "/app", VCAP);
      packed = writer.finish();
    }
    Layer plain;
    try (var writer = LayerTarWriter.plain(OutputStream.nullOutputStream())) {
      writer.tree(dir, "/app", VCAP);
      plain = writer.finish();
    }
    assertThat(packed.diffId()).isEqualTo(plain.diffId()).isEqualTo(plain.descriptor().digest());
    assertThat(packed.descriptor().digest()).isEqualTo(dev.ingot.oci.image.Digest.sha256(out.toByteArray()));
    assertThat(packed.descriptor().size()).isEqualTo(out.size());
  }

  @Test
  void nameTwice_isAnError() throws IOException {
    try (var writer = LayerTarWriter.plain(OutputStream.nullOutputStream())) {
      writer.file("/a", 0644, VCAP, new byte[0]);
      assertThatThrownBy(() -> writer.link("/a", "b", VCAP)).hasMessageContaining("twice");
    }
  }

  private static org.assertj.core.groups.Tuple t(String name, String target) {
    return org.assertj.core.api.Assertions.tuple(name, target);
  }

  private static byte[] tree(Path root) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var writer = LayerTarWriter.plain(bytes)) {
      writer.tree(root, "/app", VCAP);
      writer.finish();
    }
    return bytes.toByteArray();
  }

  private static List<TarArchiveEntry> entries(byte[] tar) throws IOException {
    var entries = new ArrayList<TarArchiveEntry>();
    try (var in = new TarArchiveInputStream(new ByteArrayInputStream(tar), "UTF-8")) {
      for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        entries.add(entry);
      }
    }
    return entries;
  }
}
