package dev.ingot.stager.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.stager.files.StageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BindingsTest {
  @TempDir Path dir;

  @Test
  void everyBinding_isADirectoryWithTypeProviderAndAFilePerCredential() throws Exception {
    assertThat(Bindings.write("""
        {"postgresql":[{"name":"db","label":"postgresql","credentials":{"uri":"postgres://x","port":5432,"tags":["a"],"none":null}}],
         "user-provided":[{"name":"ca","credentials":{"type":"ca-certificates","provider":"me","ca.crt":"-----BEGIN"}},{"name":"plain","credentials":{}}]}
        """, dir.resolve("b"))).isEqualTo(3);
    assertThat(files()).containsExactlyInAnyOrderEntriesOf(Map.of("db/type", "postgresql", "db/provider", "postgresql", "db/uri", "postgres://x", "db/port", "5432", "db/tags", "[\"a\"]",
        "ca/type", "ca-certificates", "ca/provider", "me", "ca/ca.crt", "-----BEGIN", "plain/type", "user-provided", "plain/provider", "user-provided"));
  }

  @Test
  void namesThatClimbOrRepeat_staySafeAndApart() throws Exception {
    Bindings.write("""
        {"x":[{"name":"../../etc","credentials":{"../passwd":"1","":"2"}},{"name":"a b","credentials":{}},{"name":"a/b","credentials":{}},{"credentials":{}}]}
        """, dir.resolve("b"));
    assertThat(files().keySet()).containsExactlyInAnyOrder("-..-..-etc/type", "-..-..-etc/provider", "-..-..-etc/-..-passwd", "-..-..-etc/-", "a-b/type", "a-b/provider", "a-b-2/type",
        "a-b-2/provider", "x/type", "x/provider");
  }

  @Test
  void nothingBound_makesNoDirectory() throws Exception {
    assertThat(Bindings.write("", dir.resolve("b"))).isZero();
    assertThat(Bindings.write("{}", dir.resolve("b"))).isZero();
    assertThat(dir.resolve("b")).doesNotExist();
  }

  @Test
  void servicesThatAreNoJson_areToldAsSuch() {
    assertThatThrownBy(() -> Bindings.write("{", dir.resolve("b"))).isInstanceOf(StageException.class).hasMessageContaining("service bindings");
    assertThatThrownBy(() -> Bindings.write("[1]", dir.resolve("b"))).isInstanceOf(StageException.class);
  }

  private Map<String, String> files() throws IOException {
    var files = new TreeMap<String, String>();
    try (Stream<Path> all = Files.walk(dir)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.put(dir.resolve("b").relativize(file).toString(), Files.readString(file));
      }
    }
    return files;
  }
}
