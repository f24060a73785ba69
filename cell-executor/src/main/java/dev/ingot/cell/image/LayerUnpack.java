package dev.ingot.cell.image;

import dev.ingot.oci.image.Descriptor;
import dev.ingot.oci.image.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** Turns a layer as transferred into a directory for overlayfs. */
@FunctionalInterface
public interface LayerUnpack {
  /**
   * Makes the directory; both digests are verified, nothing is written outside, whatever the layer holds.
   *
   * @throws IOException when the layer is not what it says or must not be unpacked; the directory is then not there
   */
  void unpack(InputStream transferred, Descriptor layer, Digest diffId, Path directory) throws IOException;
}
