package dev.ingot.cli.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.cli.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceFilesTest {
  @TempDir
  private Path root;

  @Test
  void everythingButVersionControlAndManifest() throws Exception {
    write("a.txt", "1");
    write("sub/b.txt", "2");
    write(".git/config", "x");
    write("manifest.yml", "x");
    write(".DS_Store", "x");

    assertThat(SourceFiles.of(root)).extracting(SourceFiles.Entry::path).containsExactly("a.txt", "sub", "sub/b.txt");
  }

  @Test
  void cfignore_winsOverGitignore() throws Exception {
    write("keep.log", "1");
    write("drop.tmp", "2");
    write("node_modules/x/index.js", "3");
    write(".gitignore", "*.log\n");
    write(".cfignore", "*.tmp\nnode_modules/\n");

    assertThat(SourceFiles.of(root)).extracting(SourceFiles.Entry::path).containsExactly("keep.log");
  }

  @Test
  void gitignore_countsWithoutCfignore_alsoNegated() throws Exception {
    write("a.log", "1");
    write("b.log", "2");
    write(".gitignore", "*.log\n!b.log\n");

    assertThat(SourceFiles.of(root)).extracting(SourceFiles.Entry::path).containsExactly("b.log");
  }

  @Test
  void linksStayLinks_modesAreKept() throws Exception {
    write("bin/run", "#!/bin/sh");
    Files.setPosixFilePermissions(root.resolve("bin/run"), PosixFilePermissions.fromString("rwxr-x--x"));
    Files.createSymbolicLink(root.resolve("link"), Path.of("/etc/passwd"));

    var entries = SourceFiles.of(root);

    assertThat(entries).filteredOn(entry -> entry.path().equals("bin/run")).first().satisfies(entry -> assertThat(entry.mode()).isEqualTo(0751));
    assertThat(entries).filteredOn(SourceFiles.Entry::link).singleElement().satisfies(entry -> {
      assertThat(entry.path()).isEqualTo("link");
      assertThat(entry.matchable()).isFalse();
    });
  }

  @Test
  void emptyDirectory_isRefusedWithTheRemedy() throws Exception {
    write(".git/config", "x");

    assertThatThrownBy(() -> SourceFiles.of(root)).isInstanceOf(Failure.class).hasMessageContaining("-p");
  }

  private void write(String path, String text) throws Exception {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
