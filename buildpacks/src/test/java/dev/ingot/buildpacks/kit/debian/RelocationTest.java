package dev.ingot.buildpacks.kit.debian;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RelocationTest {
  @TempDir Path dir;

  @Test
  void linksScriptsAndModes_workFromAnywhere_andNothingOutsideIsTouched() throws Exception {
    var tree = Files.createDirectories(dir.resolve("tree"));
    var bin = Files.createDirectories(tree.resolve("usr/bin"));
    var outside = Files.writeString(dir.resolve("outside"), "#!/usr/bin/ruby\nstays\n");
    Files.writeString(bin.resolve("ruby"), "\177ELF");
    Files.writeString(bin.resolve("puma"), "#!/usr/bin/ruby\nputs 1\n");
    Files.write(bin.resolve("latin"), "#!/usr/bin/ruby -w\n# \u00e9\n".getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
    Files.writeString(bin.resolve("shell"), "#!/bin/sh\necho\n");
    Files.createSymbolicLink(bin.resolve("absolute"), Path.of("/usr/bin/ruby"));
    Files.createSymbolicLink(bin.resolve("elsewhere"), outside);
    Files.createSymbolicLink(bin.resolve("dangling"), Path.of("/etc/alternatives/x"));
    Files.createDirectories(tree.resolve("usr/share/man/man1"));
    Files.writeString(Files.createDirectories(tree.resolve("usr/share/doc/puma")).resolve("copyright"), "BSD");
    Files.writeString(tree.resolve("usr/share/doc/puma/changelog.gz"), "x");
    Files.writeString(bin.resolve("locked"), "x");
    Files.setPosixFilePermissions(bin.resolve("locked"), PosixFilePermissions.fromString("--x--x--x"));
    Files.setAttribute(bin.resolve("ruby"), "unix:mode", 04755);

    Relocation.of(tree).apply();

    assertThat(Files.readString(bin.resolve("puma"))).isEqualTo("#!/usr/bin/env ruby\nputs 1\n");
    assertThat(Files.readAllBytes(bin.resolve("latin"))).isEqualTo("#!/usr/bin/env -S ruby -w\n# \u00e9\n".getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
    assertThat(Files.readString(bin.resolve("shell"))).startsWith("#!/bin/sh");
    assertThat(Files.readSymbolicLink(bin.resolve("absolute"))).isEqualTo(Path.of("ruby"));
    assertThat(Files.readSymbolicLink(bin.resolve("dangling"))).isEqualTo(Path.of("/etc/alternatives/x"));
    assertThat(outside).hasContent("#!/usr/bin/ruby\nstays\n");
    assertThat(tree.resolve("usr/share/man")).doesNotExist();
    assertThat(tree.resolve("usr/share/doc/puma/copyright")).exists();
    assertThat(tree.resolve("usr/share/doc/puma/changelog.gz")).doesNotExist();
    assertThat(((Integer) Files.getAttribute(bin.resolve("ruby"), "unix:mode")) & 07777).as("no set-user bit").isEqualTo(0755);
    assertThat(Files.isReadable(bin.resolve("locked"))).isTrue();
  }
}
