package dev.ingot.stager.export;

import dev.ingot.oci.layer.Layer;
import java.nio.file.Path;

/** Whoever on this machine will need a layer that was just made, and need not fetch it then. */
@FunctionalInterface
public interface LocalLayers {
  /** Nobody needs them. */
  LocalLayers NONE = (layer, file) -> { };

  /**
   * Offers a finished layer, before it is sent. Returns at once and never fails: this is only for speed.
   *
   * @param file the compressed layer; may be gone when this has returned, so it is to be opened here
   */
  void offer(Layer layer, Path file);
}
