package dev.ingot.oci.layer;

import java.io.IOException;

/** A layer cannot be written or must not be unpacked; names the entry and the rule it breaks. Nothing was published. */
public class LayerException extends IOException {
  public LayerException(String message) {
    super(message);
  }

  public LayerException(String message, Throwable cause) {
    super(message, cause);
  }
}
