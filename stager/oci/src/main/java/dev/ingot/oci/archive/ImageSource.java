package dev.ingot.oci.archive;

import dev.ingot.oci.image.Descriptor;
import dev.ingot.oci.image.ImageConfig;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** Where an image's config and layers come from: a registry or a file. */
public interface ImageSource {
  ImageConfig config() throws IOException;

  /** Layers, lowest first, in step with the config's diff IDs. */
  List<Descriptor> layers() throws IOException;

  /** A layer as transferred, not verified. To be closed. */
  InputStream open(Descriptor layer) throws IOException;
}
