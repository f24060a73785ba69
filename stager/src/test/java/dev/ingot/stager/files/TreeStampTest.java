package dev.ingot.stager.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreeStampTest {
  @TempDir Path dir;
  private Path tree;
  private Path file;
  private String before = "";

  @BeforeEach
  void tree() throws IOException {
    tree = dir.resolve("layer");
    file = Files.writeString(Files.createDirectories(tree.resolve("bin")).resolve("tool"), "good");
    Files.createSymbolicLink(tree.resolve("link"), Path.of("bin/tool"));
    before = TreeStamp.of(tree);
  }

  @Test
  void untouchedTree_keepsItsStampWhenMoved() throws IOException {
    Path moved = Files.move(tree, Files.createDirectory(dir.resolve("else")).resolve("layer"));
    assertThat(TreeStamp.of(moved)).isEqualTo(before);
  }

  @Test
  void contentOfTheSameSizeWithTheOldTimeForged_isSeen() throws IOException {
    FileTime old = Files.getLastModifiedTime(file);
    waitForTheClock();
    Files.writeString(file, "evil");
    Files.setLastModifiedTime(file, old);
    assertThat(TreeStamp.of(tree)).isNotEqualTo(before);
  }

  @Test
  void fileReplacedByAnEqualOne_isSeen() throws IOException {
    Path other = Files.writeString(dir.resolve("other"), "good");
    Files.move(other, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    assertThat(TreeStamp.of(tree)).isNotEqualTo(before);
  }

  @Test
  void addedFile_andLinkPointedElsewhere_areSeen() throws IOException {
    Path added = Files.createFile(tree.resolve("bin/added"));
    assertThat(TreeStamp.of(tree)).isNotEqualTo(before);
    Files.delete(added);
    Files.delete(tree.resolve("link"));
    Files.createSymbolicLink(tree.resolve("link"), Path.of("/etc/abc"));
    assertThat(TreeStamp.of(tree)).isNotEqualTo(before);
  }

  @Test
  void otherMode_isSeenAlsoAtTheTop() throws IOException {
    Files.setAttribute(tree, "unix:mode", 0700);
    String top = TreeStamp.of(tree);
    assertThat(top).isNotEqualTo(before);
    Files.setAttribute(file, "unix:mode", 04755);
    assertThat(TreeStamp.of(tree)).isNotEqualTo(top);
  }

  /** The kernel's file times advance in ticks of some milliseconds; two builds are always further apart. */
  private void waitForTheClock() throws IOException {
    FileTime start = (FileTime) Files.getAttribute(file, "unix:ctime");
    Path probe = dir.resolve("probe");
    do {
      Files.deleteIfExists(probe);
      Files.createFile(probe);
    } while (((FileTime) Files.getAttribute(probe, "unix:ctime")).equals(start));
  }
}
