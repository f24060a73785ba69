package dev.ingot.controller.registry.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainer;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.ImageFormat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real Jib Core against the registry: what the stager does for every droplet. */
class JibPushIT {
  @TempDir Path folder;

  @Test
  void jib_pushes_an_image_and_builds_on_it() throws Exception {
    System.setProperty("sendCredentialsOverHttp", "true");
    Path file = Files.writeString(folder.resolve("hello.txt"), "hello");
    try (RegistryServer server = new RegistryServer(folder)) {
      ImageReference base = ImageReference.parse("127.0.0.1:" + server.port() + "/stacks/x/run:latest");
      JibContainer stack = Jib.fromScratch().setFormat(ImageFormat.OCI).addLayer(List.of(file), AbsoluteUnixPath.get("/etc"))
          .containerize(to(base));
      assertThat(server.registry.manifest("stacks/x/run", "latest").orElseThrow().digest().toString()).isEqualTo(stack.getDigest().toString());

      ImageReference app = ImageReference.parse("127.0.0.1:" + server.port() + "/apps/a-guid:build1");
      JibContainer image = Jib.from(RegistryImage.named(base).addCredential("cell", "join")).setFormat(ImageFormat.OCI)
          .addLayer(List.of(file), AbsoluteUnixPath.get("/app")).containerize(to(app));
      assertThat(server.registry.tags("apps/a-guid")).containsExactly("build1");
      String manifest = new String(server.registry.manifest("apps/a-guid", image.getDigest().toString()).orElseThrow().bytes());
      assertThat(manifest.split("image.layer.v1", -1)).as("one layer of the stack, one of the app").hasSize(3);
      assertThat(image.isImagePushed()).isTrue();
    }
  }

  private Containerizer to(ImageReference image) throws Exception {
    return Containerizer.to(RegistryImage.named(image).addCredential("cell", "join")).setAllowInsecureRegistries(true)
        .setApplicationLayersCache(folder.resolve("cache")).setBaseImageLayersCache(folder.resolve("base"));
  }
}
