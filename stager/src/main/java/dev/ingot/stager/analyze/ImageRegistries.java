package dev.ingot.stager.analyze;

import dev.ingot.api.cell.v1.Image;
import dev.ingot.oci.registry.RegistryClient;
import java.io.IOException;

/** The registry of an image. Stays open for others: not to be closed. */
@FunctionalInterface
public interface ImageRegistries {
  RegistryClient of(Image image) throws IOException;
}
