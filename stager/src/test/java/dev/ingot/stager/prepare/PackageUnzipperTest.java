package dev.ingot.stager.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.stager.files.StageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackageUnzipperTest {
  private static final int LINK = 0120777;
  private static final int FILE = 0100644;

  @TempDir Path dir;
  private Path app;
  private Path zip;

  @BeforeEach
  void directories() throws IOException {
    app = Files.createDirectories(dir.resolve("in/app"));
    zip = dir.resolve("p.zip");
  }

  private interface Content {
    void write(ZipArchiveOutputStream out) throws IOException;
  }

  private void unzip(long limit, Content content) throws IOException, StageException {
    try (var out = new ZipArchiveOutputStream(zip)) {
      content.write(out);
    }
    new PackageUnzipper(app, limit).unzip(zip);
  }

  private static void put(ZipArchiveOutputStream out, String name, int mode, String content) throws IOException {
    var entry = new ZipArchiveEntry(name);
    entry.setUnixMode(mode);
    out.putArchiveEntry(entry);
    out.write(content.getBytes());
    out.closeArchiveEntry();
  }

  private void refused(String message, Content content) throws IOException {
    assertThatThrownBy(() -> unzip(1 << 20, content)).isInstanceOf(StageException.class).hasMessageContaining(message);
    try (var outside = Files.list(dir.resolve("in"))) {
      assertThat(outside).containsExactly(app);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"../x", "a/../../x", "/x", "a\0b"})
  void nameOutOfTheApp_isRefused(String name) throws IOException {
    refused("name", out -> put(out, name, FILE, "x"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/etc/passwd", "..", "../..", "a/../../x"})
  void linkOutOfTheApp_isRefused(String target) throws IOException {
    refused("out of the app", out -> put(out, "l", LINK, target));
  }

  @Test
  void fileBelowALink_isRefusedInBothOrders() throws IOException {
    refused("link", out -> {
      put(out, "l", LINK, "d");
      put(out, "l/x", FILE, "x");
    });
  }

  @Test
  void linkThroughALinkWithDots_isRefused() throws IOException {
    refused("out of the app", out -> {
      put(out, "d/e/x", FILE, "");
      put(out, "l", LINK, "d/..");
      put(out, "m", LINK, "l/../../../x");
    });
  }

  @Test
  void linksModesAndNames_areKept() throws Exception {
    unzip(1 << 20, out -> {
      put(out, "node_modules/.bin/tool", LINK, "../tool/cli.js");
      put(out, "node_modules/tool/cli.js", 0100755, "run");
      put(out, "größe.txt", FILE, "ü");
    });
    assertThat(app.resolve("node_modules/.bin/tool")).hasContent("run");
    assertThat(Files.isSymbolicLink(app.resolve("node_modules/.bin/tool"))).isTrue();
    assertThat((int) Files.getAttribute(app.resolve("node_modules/tool/cli.js"), "unix:mode") & 0777).isEqualTo(0755);
  }

  @Test
  void setuidBit_isDropped() throws Exception {
    unzip(1 << 20, out -> put(out, "su", 0104755, "x"));
    assertThat((int) Files.getAttribute(app.resolve("su"), "unix:mode") & 07777).isEqualTo(0755);
  }

  @Test
  void devicesTwiceAndBombs_areRefused() throws IOException {
    refused("device", out -> put(out, "null", 0020666, ""));
    refused("device", out -> put(out, "pipe", 0010666, ""));
    refused("more than", out -> put(out, "zeros", FILE, "\0".repeat(2 << 20)));
  }

  @Test
  void sameNameTwice_isRefused() throws IOException {
    refused("twice", out -> {
      put(out, "a", FILE, "1");
      put(out, "a", FILE, "2");
    });
  }

  @Test
  void damagedOrCutArchive_isRefused() throws IOException, StageException {
    try (var out = new ZipArchiveOutputStream(zip)) {
      out.setMethod(ZipArchiveOutputStream.DEFLATED);
      put(out, "a", FILE, "some content that is long enough to be damaged");
    }
    byte[] good = Files.readAllBytes(zip);
    Files.write(zip, java.util.Arrays.copyOf(good, good.length / 2));
    assertThatThrownBy(() -> new PackageUnzipper(app, 0).unzip(zip)).isInstanceOf(StageException.class);
    byte[] wrong = good.clone();
    for (int i = 0; i + 4 < wrong.length; i++) {
      if (wrong[i] == 'P' && wrong[i + 1] == 'K' && wrong[i + 2] == 1 && wrong[i + 3] == 2) {
        wrong[i + 16] ^= 1;
      }
    }
    Files.write(zip, wrong);
    assertThatThrownBy(() -> new PackageUnzipper(app, 0).unzip(zip)).isInstanceOf(StageException.class).hasMessageContaining("checksum");
  }
}
