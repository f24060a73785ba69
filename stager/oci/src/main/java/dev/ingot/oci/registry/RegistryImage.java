package dev.ingot.oci.registry;

import dev.ingot.oci.archive.ImageSource;
import dev.ingot.oci.image.Descriptor;
import dev.ingot.oci.image.ImageConfig;
import dev.ingot.oci.image.Manifest;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** An image that lies in a registry. */
public record RegistryImage(RegistryClient registry, String repository, Manifest manifest) implements ImageSource {
  @Override
  public ImageConfig config() throws IOException {
    return registry.getConfig(repository, manifest);
  }

  @Override
  public List<Descriptor> layers() {
    return manifest.layers();
  }

  @Override
  public InputStream open(Descriptor layer) throws IOException {
    return registry.openBlob(repository, layer.digest());
  }
}
