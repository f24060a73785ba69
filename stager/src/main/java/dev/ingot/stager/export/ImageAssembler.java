package dev.ingot.stager.export;

import dev.ingot.oci.image.Descriptor;
import dev.ingot.oci.image.Digest;
import dev.ingot.oci.image.ImageConfig;
import java.io.IOException;
import java.util.List;

/** Makes an image of layers the repository already has and a complete config, under a tag. */
interface ImageAssembler {
  /** @return the digest of the manifest */
  Digest assemble(String repository, String tag, List<Descriptor> layers, ImageConfig config) throws IOException;
}
