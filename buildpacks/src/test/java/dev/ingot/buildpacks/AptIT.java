package dev.ingot.buildpacks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AptIT {
  @TempDir Path root;

  @Test
  void aptfile_bringsProgramsLibrariesAndWhatTheyNeed_forBuildAndLaunch() throws Exception {
    var cnb = new Cnb(root, "static-site");
    assertThat(cnb.detect("apt")).isEqualTo(100);
    Files.writeString(cnb.app.resolve("Aptfile"), "# tools\njq  # reads JSON\n");
    Files.writeString(cnb.app.resolve("Procfile"), "web: exec jq --version\n");
    assertThat(cnb.detect("apt")).isZero();
    var first = cnb.build("apt");
    assertThat(first.code()).as(first.output()).isZero();
    assertThat(first.output()).contains("jq 1.");
    var layer = cnb.layers.resolve("apt/apt");
    assertThat(layer.resolve("usr/bin/jq")).exists();
    assertThat(Files.readString(cnb.layers.resolve("apt/apt.toml"))).contains("libjq1=").contains("libonig5=").doesNotContain("libc6=");
    assertThat(layer.resolve("usr/share/man")).doesNotExist();
    assertThat(layer.resolve("usr/share/doc/jq/copyright")).exists();
    var ran = dev.ingot.buildpacks.kit.Command.of(root, layer.resolve("usr/bin/jq").toString(), "-n", "1+1")
        .env(Map.of("LD_LIBRARY_PATH", Files.readString(layer.resolve("env/LD_LIBRARY_PATH.prepend")))).capture("jq");
    assertThat(ran).isEqualTo("2\n");
    var content = Cnb.content(layer);

    cnb.restore("apt");
    assertThat(cnb.build("apt").output()).contains("(from the cache)");
    assertThat(Cnb.content(layer)).isEqualTo(content);

    refused(cnb, ":repo:deb http://example.test/ x main\n", "ERROR: The Aptfile names the repository");
    refused(cnb, "https://example.test/evil.deb\n", "ERROR: The Aptfile names the archive");
    refused(cnb, "jq -o Dir::Etc=/tmp\n", "ERROR: The Aptfile has '-o', which is not the name");
    refused(cnb, "no-such-package-anywhere\n", "Unable to locate package no-such-package-anywhere");
  }

  private static void refused(Cnb cnb, String aptfile, String message) throws Exception {
    Files.writeString(cnb.app.resolve("Aptfile"), aptfile);
    cnb.restore("apt");
    var result = cnb.build("apt");
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.output()).contains(message).doesNotContain("Exception");
  }
}
