package dev.ingot.stager.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.oci.image.Descriptor;
import dev.ingot.oci.image.Digest;
import dev.ingot.oci.image.ImageConfig;
import dev.ingot.oci.layer.Layer;
import dev.ingot.oci.layer.LayerTarWriter;
import dev.ingot.oci.layer.Owner;
import dev.ingot.oci.registry.RegistryClient;
import dev.ingot.stager.pipeline.TestRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The image must be the same whoever assembles it. */
@Timeout(60)
class AssemblersIT {
  @TempDir Path dir;

  @Test
  void jibAndOurOwn_giveTheSameLayersEnvironmentLabelsAndProcess() throws IOException {
    try (var server = new TestRegistry(); var registry = new RegistryClient(server.origin(), null)) {
      var layers = new ArrayList<Descriptor>();
      var config = ImageConfig.empty(ImageConfig.hostArchitecture(), "linux").withUser("2000:2000").withWorkingDirectory("/home/vcap/app")
          .withEnv(Map.of("PATH", "/cnb/process:/bin", "QUOTED", "a \"b\" $c = d", "EMPTY", "")).withEntrypoint(List.of("/cnb/process/web"))
          .withLabels(Map.of("io.buildpacks.lifecycle.metadata", "{\"a\":\"\\u00e9 \\\"\"}", "plain", "x")).withCreated(ImageConfig.CREATED);
      for (String name : List.of("one", "two")) {
        Layer layer = layer(registry, name);
        layers.add(layer.descriptor());
        config = config.withLayer(layer.diffId(), "Layer: " + name);
      }
      assertThat(JibAssembler.canCarry(config)).isTrue();
      Digest jib = new JibAssembler(registry, dir.resolve("jib")).assemble("apps/a", "jib", layers, config);
      Digest own = new ManifestAssembler(registry).assemble("apps/a", "own", layers, config);
      var a = registry.getManifest("apps/a", jib.value());
      var b = registry.getManifest("apps/a", own.value());
      assertThat(a.layers()).extracting(Descriptor::digest).isEqualTo(b.layers().stream().map(Descriptor::digest).toList());
      var x = registry.getConfig("apps/a", a);
      var y = registry.getConfig("apps/a", b);
      assertThat(x.diffIds()).isEqualTo(y.diffIds());
      assertThat(x.env()).isEqualTo(y.env()).containsEntry("QUOTED", "a \"b\" $c = d");
      assertThat(x.labels()).isEqualTo(y.labels());
      assertThat(x.entrypoint()).isEqualTo(y.entrypoint());
      assertThat(x.user()).isEqualTo(y.user());
      assertThat(x.createdBy()).isEqualTo(y.createdBy());
      assertThat(registry.getManifest("apps/a", "jib").layers()).isEqualTo(a.layers());
    }
  }

  private Layer layer(RegistryClient registry, String name) throws IOException {
    Path file = dir.resolve(name);
    try (var tar = LayerTarWriter.gzip(file)) {
      tar.file("/" + name, 0644, Owner.ROOT, name.getBytes());
      Layer layer = tar.finish();
      registry.putBlob("apps/a", layer.descriptor().digest(), file);
      return layer;
    }
  }
}
