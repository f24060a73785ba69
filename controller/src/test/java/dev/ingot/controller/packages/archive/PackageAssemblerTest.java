package dev.ingot.controller.packages.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PackageAssemblerTest {
  private static final ArchiveLimits SMALL = new ArchiveLimits(50, 8 << 20, 20, 1 << 20);

  @TempDir Path folder = Path.of("");

  /** A pool in a folder, as the real one but without a table. */
  private record FolderPool(Path folder) implements ContentPool {
    @Override
    public Optional<Path> find(String sha1) {
      return Optional.of(folder.resolve(sha1)).filter(Files::isRegularFile);
    }

    @Override
    public boolean keeps(long size) {
      return size > 0;
    }

    @Override
    public Path newTemporary() throws IOException {
      return Files.createTempFile(folder, "new", "");
    }

    @Override
    public void adopt(Path complete, String sha1) throws IOException {
      Files.move(complete, folder.resolve(sha1));
    }
  }

  private AssembledPackage assemble(byte[] zip, KnownFile... known) throws IOException {
    Path pool = Files.createDirectories(folder.resolve("pool"));
    Files.deleteIfExists(target());
    return new PackageAssembler(new FolderPool(pool), SMALL)
        .assemble(zip.length == 0 ? null : Files.write(folder.resolve("upload"), zip), List.of(known), target());
  }

  private Path target() {
    return folder.resolve("target");
  }

  private Map<String, String> entries() throws IOException {
    Map<String, String> entries = new TreeMap<>();
    try (ZipFile zip = ZipFile.builder().setPath(target()).get()) {
      for (var entry : Collections.list(zip.getEntries())) {
        entries.put(entry.getName(), Integer.toOctalString(entry.getUnixMode()) + " "
            + new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return entries;
  }

  @Test
  void modes_links_directories_and_names_of_all_languages_are_kept() throws IOException {
    assemble(new Zips().directory("bin").entry("bin/run", 0100755, "#!".getBytes(StandardCharsets.UTF_8)).link("bin/again", "run")
        .link("up/down", "../bin/run").file("größe/日本.txt", "ok").file("./dotted//name", "x").bytes());
    assertThat(entries()).containsEntry("bin/", "40755 ").containsEntry("bin/run", "100755 #!").containsEntry("bin/again", "120777 run")
        .containsEntry("up/down", "120777 ../bin/run").containsEntry("größe/日本.txt", "100644 ok").containsEntry("dotted/name", "100644 x");
  }

  @Test
  void setuid_bits_are_taken_away_and_unreadable_files_made_readable() throws IOException {
    assemble(new Zips().entry("s", 0104755, new byte[] {1}).entry("none", 0100000, new byte[] {2}).bytes());
    assertThat(entries().get("s")).startsWith("100755");
    assertThat(entries().get("none")).startsWith("100400");
  }

  @Test
  void the_same_tree_gives_the_same_bytes_whether_sent_or_known() throws IOException {
    var sent = assemble(new Zips().file("b", "two").file("a", "one").bytes());
    byte[] first = Files.readAllBytes(target());
    assertThat(sent.contents()).hasSize(2);
    var other = assemble(new Zips().file("b", "two").bytes(), known("a", "one", 0644));
    assertThat(other.sha256()).isEqualTo(sent.sha256());
    assertThat(Files.readAllBytes(target())).isEqualTo(first);
    assertThat(assemble(new byte[0], known("a", "one", 0644), known("b", "two", 0644)).sha256()).isEqualTo(sent.sha256());
  }

  static Stream<Arguments> hostile() {
    return Stream.of(
        Arguments.of("dots", new Zips().file("a/../../b", "x").bytes(), "leaves the app's root"),
        Arguments.of("absolute", new Zips().file("/etc/passwd", "x").bytes(), "absolute name"),
        Arguments.of("link out", new Zips().link("l", "../etc").bytes(), "outside the app's root"),
        Arguments.of("absolute link", new Zips().link("l", "/etc").bytes(), "outside the app's root"),
        Arguments.of("link through a link", new Zips().directory("p/q").link("p/q/d", "../..").link("e", "p/q/d/..").bytes(), "outside"),
        Arguments.of("file under a link", new Zips().link("l", "d").file("l/f", "x").bytes(), "lies under 'l', which is a symbolic link"),
        Arguments.of("file under a file", new Zips().file("f", "x").file("f/g", "x").bytes(), "which is a file"),
        Arguments.of("twice", new Zips().file("a", "1").file("./a", "2").bytes(), "in the archive twice"),
        Arguments.of("file and link", new Zips().file("a", "1").link("a", "b").bytes(), "in the archive twice"),
        Arguments.of("device", new Zips().entry("tty", 0020666, new byte[0]).bytes(), "device, pipe or socket"),
        Arguments.of("block device", new Zips().entry("sda", 0060666, new byte[0]).bytes(), "device, pipe or socket"),
        Arguments.of("pipe", new Zips().entry("p", 0010666, new byte[0]).bytes(), "device, pipe or socket"),
        Arguments.of("control characters", new Zips().file("a\nb", "1").bytes(), "control characters"),
        Arguments.of("long name", new Zips().file("n".repeat(300), "1").bytes(), "more than 255 bytes"),
        Arguments.of("empty link", new Zips().link("l", "").bytes(), "target"),
        Arguments.of("bomb by ratio", new Zips().entry("zeros", 0100644, new byte[3 << 20]).bytes(), "as zip bombs do"),
        Arguments.of("too many", many(60), "more than 50 entries"),
        Arguments.of("nothing", new Zips().bytes(), "no files"),
        Arguments.of("no zip", "this is no zip".getBytes(StandardCharsets.UTF_8), "not a zip archive"),
        Arguments.of("cut off", Arrays.copyOf(new Zips().file("a", "b".repeat(999)).bytes(), 90), "was cut off"),
        Arguments.of("wrong checksum", changed(new Zips().file("a", "content").bytes(), PackageAssemblerTest::wrongCrc), "CRC-32"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("hostile")
  void hostile_archives_are_refused_with_the_reason(String what, byte[] zip, String reason) {
    assertThatThrownBy(() -> assemble(zip)).isInstanceOf(ArchiveException.class).hasMessageContaining(reason);
    assertThat(folder.getParent().resolve("b")).doesNotExist();
  }

  @Test
  void bytes_in_all_count_whatever_the_ratio() {
    byte[] noise = new byte[3 << 20];
    new java.util.Random(1).nextBytes(noise);
    Zips zips = new Zips();
    for (int i = 0; i < 3; i++) {
      zips.entry("noise" + i, 0100644, noise);
    }
    assertThatThrownBy(() -> assemble(zips.bytes())).isInstanceOf(ArchiveException.class).hasMessageContaining("larger than 8 MiB");
  }

  @Test
  void a_link_loop_is_harmless_and_kept() throws IOException {
    assemble(new Zips().link("a", "b").link("b", "a").file("f", "x").bytes());
    assertThat(entries()).containsKeys("a", "b", "f");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../a", "/a", ""})
  void known_files_obey_the_same_rules(String path) throws IOException {
    assemble(new Zips().file("x", "one").bytes());
    assertThatThrownBy(() -> assemble(new byte[0], known(path, "one", 0644))).isInstanceOf(ArchiveException.class);
  }

  @Test
  void known_files_must_be_known_and_as_large_as_said() throws IOException {
    assemble(new Zips().file("x", "one").bytes());
    assertThatThrownBy(() -> assemble(new byte[0], known("a", "never seen", 0644))).hasMessageContaining("not known here any more");
    assertThatThrownBy(() -> assemble(new byte[0], new KnownFile("a", 0644, sha1("one"), 99))).hasMessageContaining("said to have 99 bytes");
    assertThatThrownBy(() -> assemble(new byte[0], new KnownFile("a", 0644, "../../etc/passwd", 3))).isInstanceOf(ArchiveException.class);
  }

  private static KnownFile known(String path, String content, int mode) {
    return new KnownFile(path, mode, sha1(content), content.length());
  }

  private static String sha1(String content) {
    return HexFormat.of().formatHex(PackageAssembler.digest("SHA-1").digest(content.getBytes(StandardCharsets.UTF_8)));
  }

  private static byte[] many(int count) {
    Zips zips = new Zips();
    for (int i = 0; i < count; i++) {
      zips.file("f" + i, "");
    }
    return zips.bytes();
  }

  private static byte[] changed(byte[] zip, UnaryOperator<byte[]> change) {
    return change.apply(zip.clone());
  }

  /** Turns a bit of the checksum in the central directory. */
  private static byte[] wrongCrc(byte[] zip) {
    for (int i = zip.length - 46; i >= 0; i--) {
      if (zip[i] == 'P' && zip[i + 1] == 'K' && zip[i + 2] == 1 && zip[i + 3] == 2) {
        zip[i + 16] ^= 1;
        return zip;
      }
    }
    throw new IllegalStateException("no central directory");
  }
}
