package dev.ingot.buildpacks.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayerTest {
  @TempDir Path dir;

  @Test
  void layer_isWrittenAsTheSpecificationSays_andRecognisedWhenRestored() throws Exception {
    var context = context();
    context.layer("tools").types(Layer.Type.LAUNCH, Layer.Type.CACHE).clear().metadata("key", "k1").launchEnvDefault("A", "b\n");
    context.finish();
    assertThat(Toml.parse(Files.readString(dir.resolve("tools.toml")))).containsEntry("types", Map.of("build", false, "cache", true, "launch", true))
        .containsEntry("metadata", Map.of("key", "k1"));
    assertThat(dir.resolve("tools/env.launch/A.default")).hasContent("b\n");

    Files.writeString(dir.resolve("tools.toml"), "[metadata]\nkey = \"k1\"\n");
    assertThat(context().layer("tools").has("k1")).isTrue();
    assertThat(context().layer("tools").has("k2")).isFalse();
    Files2.delete(dir.resolve("tools"));
    assertThat(context().layer("tools").has("k1")).as("metadata without content").isFalse();
  }

  @Test
  void layerWithoutTypes_isDropped() throws Exception {
    var context = context();
    context.layer("old").clear();
    context.finish();
    assertThat(dir.resolve("old")).doesNotExist();
    assertThat(dir.resolve("old.toml")).doesNotExist();
  }

  @Test
  void replacementThatFails_leavesWhatWasThere() throws Exception {
    var layer = context().layer("tools").types(Layer.Type.CACHE).clear().metadata("key", "k1");
    Files.writeString(layer.dir().resolve("old"), "x");
    assertThatThrownBy(() -> layer.replace(() -> {
      layer.metadata("key", "k2");
      Files.writeString(layer.dir().resolve("half"), "y");
      throw new BuildFailure("the mirror is away");
    })).hasMessage("the mirror is away");
    assertThat(layer.has("k1")).isTrue();
    assertThat(layer.dir()).isDirectoryContaining("glob:**/old").isDirectoryNotContaining("glob:**/half");
    layer.replace(() -> layer.metadata("key", "k3"));
    assertThat(layer.has("k3")).isTrue();
    assertThat(layer.dir()).isEmptyDirectory();
    try (var left = Files.list(dir)) {
      assertThat(left).as("nothing else stays").containsExactly(layer.dir());
    }
  }

  @Test
  void delete_doesNotFollowLinks() throws Exception {
    var outside = Files.writeString(Files.createDirectories(dir.resolve("outside")).resolve("kept"), "x");
    Files.createSymbolicLink(Files.createDirectories(dir.resolve("tree")).resolve("link"), outside.getParent());
    Files2.delete(dir.resolve("tree"));
    assertThat(outside).exists();
    assertThat(dir.resolve("tree")).doesNotExist();
  }

  private BuildContext context() {
    return new BuildContext(dir.resolve("app"), dir, dir, new Settings(Map.of()), new Log(new PrintStream(OutputStream.nullOutputStream())));
  }
}
