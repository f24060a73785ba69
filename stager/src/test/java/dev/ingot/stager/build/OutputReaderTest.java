package dev.ingot.stager.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.stager.buildpack.Buildpack;
import dev.ingot.stager.buildpack.Descriptor;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a buildpack may leave under its layers directory (buildpacks-and-images.md §1.7), and what hostile code may. */
@Timeout(20)
class OutputReaderTest {
  @TempDir Path dir;

  @Test
  void layers_haveTheirTypesAndMetadata_sortedByName() throws IOException {
    write("b.toml", "[types]\nlaunch = true\ncache = true\n[metadata]\nv = 1\n");
    write("a.toml", "[types]\nbuild = true\n");
    Files.createDirectories(dir.resolve("no-toml"));
    assertThat(reader(12).layers()).containsExactly(new BuiltLayer("a", false, true, false, Map.of()), new BuiltLayer("b", true, false, true, Map.of("v", 1L)));
  }

  @Test
  void layersWithoutNumber_areAnErrorBeforeTheyFillTheMemory() throws IOException {
    for (int i = 0; i <= 500; i++) {
      write("l" + i + ".toml", "[types]\nlaunch = true\n");
    }
    assertThatThrownBy(() -> reader(9).layers()).hasMessageContaining("more than 500 layers");
  }

  @Test
  void metadataWithoutMeasure_isAnErrorBeforeItFillsTheMemory() throws IOException {
    for (int i = 0; i < 6; i++) {
      write("l" + i + ".toml", "[types]\nlaunch = true\n[metadata]\nv = \"" + "x".repeat(900_000) + "\"\n");
    }
    assertThatThrownBy(() -> reader(9).layers()).hasMessageContaining("more than 4 MiB of TOML");
  }

  @Test
  void layerWithoutTypes_isRenamed_alsoOverAnOldOne() throws IOException {
    for (String text : List.of("", "[types]\nlaunch = false\nbuild = false\ncache = false\n")) {
      write("a.toml", text);
      write("a/f", text);
      assertThat(reader(9).layers()).isEmpty();
      assertThat(dir.resolve("a")).doesNotExist();
      assertThat(dir.resolve("a.ignore/f")).hasContent(text);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"launch = true\n", "build = true\n", "cache = false\n"})
  void flagsAtTopLevel_areAnError(String text) throws IOException {
    write("a.toml", text);
    assertThatThrownBy(() -> reader(7).layers()).hasMessageContaining("a.toml has its flags outside of [types]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"launch = \"yes\"", "build = 1", "cache = [true]"})
  void flagOfAnotherType_isAnError(String text) throws IOException {
    write("a.toml", "[types]\n" + text + "\n");
    assertThatThrownBy(() -> reader(9).layers()).hasMessageContaining("must be true or false");
  }

  @ParameterizedTest
  @ValueSource(strings = {"launch", "build", "store"})
  void namesThatAreTaken_areNoLayers(String name) throws IOException {
    write(name + ".toml", "");
    Files.createDirectories(dir.resolve(name));
    assertThat(reader(9).layers()).isEmpty();
    assertThat(dir.resolve(name)).as("what lies there is the buildpack's own").isDirectory();
    write(name + ".toml", "[types]\nlaunch = true\n");
    assertThatThrownBy(() -> reader(9).layers()).hasMessageContaining("no layer can be called '" + name + "'");
  }

  @ParameterizedTest
  @CsvSource({"12,production,true", "12,test,false", "12,*,true", "11,test,true"})
  void execEnvOfALayer_keepsItOutOfOtherImages_sinceTwelve(int api, String execEnv, boolean there) throws IOException {
    write("a.toml", "[types]\nlaunch = true\nbuild = true\ncache = true\n[metadata]\nexec-env = [\"" + execEnv + "\"]\n");
    var layer = reader(api).layers().getFirst();
    assertThat(layer.launch()).isEqualTo(there);
    assertThat(layer.build()).isEqualTo(there);
    assertThat(layer.cache()).as("the next build may be for that environment").isTrue();
  }

  @Test
  void storeAndUnmet_areRead() throws IOException {
    assertThat(reader(9).store()).isEmpty();
    assertThat(reader(9).unmet()).isEmpty();
    write("store.toml", "other = 1\n[metadata]\nk = \"v\"\n");
    write("build.toml", "[[unmet]]\nname = \"a\"\n[[bom]]\nname = \"old\"\n");
    assertThat(reader(9).store()).isEqualTo(Map.of("k", "v"));
    assertThat(reader(9).unmet()).containsExactly("a");
    write("build.toml", "[[unmet]]\n");
    assertThatThrownBy(() -> reader(9).unmet()).hasMessageContaining("without name");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x.toml", "launch.toml", "build.toml", "store.toml"})
  void linkToASecret_isNotRead(String name) throws IOException {
    Files.createSymbolicLink(dir.resolve(name), Path.of("/etc/shadow"));
    assertThatThrownBy(this::readAll).isInstanceOf(IOException.class).hasMessageContaining(name + " is not a regular file").hasMessageNotContaining("root:");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x.toml", "launch.toml", "store.toml"})
  void fifo_isNotOpened(String name) throws IOException, InterruptedException {
    assertThat(new ProcessBuilder("mkfifo", dir.resolve(name).toString()).start().waitFor()).isZero();
    assertThatThrownBy(this::readAll).hasMessageContaining(name + " is not a regular file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x.toml", "launch.toml", "store.toml"})
  void fileOfTwoGigabytes_isNotReadIntoMemory(String name) throws IOException {
    try (var file = new RandomAccessFile(dir.resolve(name).toFile(), "rw")) {
      file.setLength(2L << 30);
    }
    assertThatThrownBy(this::readAll).hasMessageContaining(name + " is larger than");
  }

  @Test
  void layersDirectoryThatIsALink_isNotRead() throws IOException {
    Path other = Files.createDirectories(dir.resolve("other"));
    Files.writeString(other.resolve("a.toml"), "[types]\nlaunch = true\n");
    Path link = Files.createSymbolicLink(dir.resolve("link"), other);
    assertThat(new OutputReader(buildpack(9), link, "production").layers()).isEmpty();
  }

  @Test
  void tomlThatIsNone_andIsNestedWithoutEnd_isAnError() throws IOException {
    write("x.toml", "[types\n");
    assertThatThrownBy(this::readAll).hasMessageContaining("x.toml is not valid TOML");
    write("x.toml", "a = " + "[".repeat(10_000));
    assertThatThrownBy(this::readAll).hasMessageContaining("nested too deeply");
  }

  private void readAll() throws IOException {
    reader(9).layers();
    reader(9).store();
    reader(9).unmet();
    reader(9).launch();
  }

  private OutputReader reader(int api) {
    return new OutputReader(buildpack(api), dir, "production");
  }

  private static Buildpack buildpack(int api) {
    return new Buildpack(Descriptor.component("t", "1", api), Path.of("/"), "/t");
  }

  private void write(String path, String text) throws IOException {
    Files.createDirectories(dir.resolve(path).getParent());
    Files.writeString(dir.resolve(path), text);
  }
}
