package dev.ingot.stager.analyze;

import dev.ingot.api.cell.v1.Image;
import dev.ingot.api.cell.v1.Stage;
import dev.ingot.oci.image.Digest;
import dev.ingot.oci.image.ImageConfig;
import dev.ingot.oci.image.Manifest;
import dev.ingot.oci.registry.RegistryClient;
import java.io.IOException;

/** The stack's two images: configs of both, layers of the run image. */
public record StackImages(ImageConfig build, ImageConfig run, Manifest runManifest, String runRepository, String runReference) {
  public static StackImages read(RegistryClient registry, Stage stage) throws IOException {
    var buildImage = stage.getBuildImage();
    var build = registry.getConfig(buildImage.getRepository(), registry.getManifest(buildImage.getRepository(), buildImage.getDigest()));
    return of(registry, build, stage.getRunImage());
  }

  private static StackImages of(RegistryClient registry, ImageConfig build, Image runImage) throws IOException {
    Manifest manifest = registry.getManifest(runImage.getRepository(), runImage.getDigest());
    return new StackImages(build, registry.getConfig(runImage.getRepository(), manifest), manifest, runImage.getRepository(),
        runImage.getRepository() + "@" + runImage.getDigest());
  }

  /** The same build image with another run image. */
  public StackImages with(RegistryClient registry, Image runImage) throws IOException {
    return of(registry, build, runImage);
  }

  /** Diff ID of the run image's top layer: where a rebase cuts. "" for an image without layers. */
  public String topLayer() {
    var ids = run.diffIds();
    return ids.isEmpty() ? "" : ids.getLast().value();
  }

  /** Where the launcher's image takes its blobs from. */
  public boolean has(Digest digest) {
    return runManifest.layers().stream().anyMatch(layer -> layer.digest().equals(digest));
  }
}
