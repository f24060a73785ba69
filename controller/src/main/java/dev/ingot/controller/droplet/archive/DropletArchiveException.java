package dev.ingot.controller.droplet.archive;

import org.jspecify.annotations.Nullable;

/** An archive that is no droplet. The message completes "the upload is not a droplet of this platform: …". */
public final class DropletArchiveException extends RuntimeException {
  DropletArchiveException(String message) {
    this(message, null);
  }

  DropletArchiveException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
