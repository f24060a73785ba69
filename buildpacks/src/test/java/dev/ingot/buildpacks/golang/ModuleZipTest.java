package dev.ingot.buildpacks.golang;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.buildpacks.kit.BuildFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModuleZipTest {
  private static final String PREFIX = "golang.org/toolchain@v1/";
  /** By {@code printf 'hello\n' | sha256sum}, then the same over the line "sum  name". */
  private static final String SUM = "5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03";
  @TempDir Path dir;

  @Test
  void rightDigest_isUnpacked_andAWrongOneIsRefused() throws Exception {
    var zip = zip(PREFIX + "bin/go", "hello\n");
    var digest = "h1:" + ModuleZip.hash(Map.of(PREFIX + "bin/go", SUM));
    ModuleZip.unpack(zip, PREFIX, dir.resolve("out"), digest);
    assertThat(dir.resolve("out/bin/go")).hasContent("hello");
    assertThatThrownBy(() -> ModuleZip.unpack(zip, PREFIX, dir.resolve("other"), "h1:AAAA")).isInstanceOf(BuildFailure.class).hasMessageContaining(digest).hasMessageContaining("h1:AAAA");
  }

  /** SHA-256 of nothing: the digest of a module without files. */
  @Test
  void hashIsThatOfGo() {
    assertThat(ModuleZip.hash(Map.of())).isEqualTo("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
  }

  @Test
  void namesThatLeadElsewhere_andWhatIsNoZip_areRefused() throws Exception {
    for (var name : new String[] {PREFIX + "../../evil", "/etc/passwd", "other/file", PREFIX, PREFIX + "a/../../../evil", PREFIX + "dir/"}) {
      var zip = zip(name, "x");
      assertThatThrownBy(() -> ModuleZip.unpack(zip, PREFIX, dir.resolve("deep/out"), "h1:x")).as(name).isInstanceOf(BuildFailure.class);
      assertThat(dir.resolve("evil")).doesNotExist();
      assertThat(dir.resolve("deep/evil")).doesNotExist();
    }
    var text = Files.writeString(dir.resolve("text.zip"), "not a zip");
    assertThatThrownBy(() -> ModuleZip.unpack(text, PREFIX, dir.resolve("out"), "h1:x")).isInstanceOf(BuildFailure.class).hasMessageContaining("not a zip");
  }

  private Path zip(String name, String content) throws IOException {
    var file = Files.createTempFile(dir, "module", ".zip");
    try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.putNextEntry(new ZipEntry(name));
      if (!name.endsWith("/")) {
        zip.write(content.getBytes());
      }
    }
    return file;
  }
}
