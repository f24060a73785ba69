package dev.ingot.stager.analyze;

import dev.ingot.api.cell.v1.Image;
import dev.ingot.api.cell.v1.Stage;
import dev.ingot.oci.image.Digest;
import dev.ingot.oci.image.ImageConfig;
import dev.ingot.oci.image.Manifest;
import dev.ingot.oci.registry.RegistryClient;
import dev.ingot.oci.registry.RepositoryAddress;
import java.io.IOException;

/**
 * The stack's two images: configs of both, layers of the run image.
 *
 * @param runRegistry where the run image lies
 * @param runRepository its repository there
 * @param runName the repository as image references name it
 * @param runReference the same with the digest
 */
public record StackImages(ImageConfig build, ImageConfig run, Manifest runManifest, RegistryClient runRegistry, String runRepository, String runName, String runReference) {
  public static StackImages read(ImageRegistries registries, Stage stage) throws IOException {
    var buildImage = stage.getBuildImage();
    RegistryClient registry = registries.of(buildImage);
    var build = registry.getConfig(buildImage.getRepository(), registry.getManifest(buildImage.getRepository(), buildImage.getDigest()));
    return of(registries, build, stage.getRunImage());
  }

  private static StackImages of(ImageRegistries registries, ImageConfig build, Image runImage) throws IOException {
    RegistryClient registry = registries.of(runImage);
    Manifest manifest = registry.getManifest(runImage.getRepository(), runImage.getDigest());
    String name = new RepositoryAddress(runImage.getRegistry(), runImage.getRepository()).reference();
    return new StackImages(build, registry.getConfig(runImage.getRepository(), manifest), manifest, registry, runImage.getRepository(), name,
        name + "@" + runImage.getDigest());
  }

  /** The same build image with another run image. */
  public StackImages with(ImageRegistries registries, Image runImage) throws IOException {
    return of(registries, build, runImage);
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
