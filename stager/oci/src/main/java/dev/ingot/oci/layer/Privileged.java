package dev.ingot.oci.layer;

import java.io.IOException;
import java.nio.file.Path;

/** System calls that Java has no API for, or that need root; apart so that unpacking can be tested without. None follows a link. */
public interface Privileged {
  /** Character device 0:0 at this path: an overlay whiteout. */
  void whiteout(Path path) throws IOException;

  /** A FIFO with mode 0600. */
  void fifo(Path path) throws IOException;

  /** Sets an extended attribute. `name` as the kernel has it: `trusted.overlay.opaque`. */
  void setAttribute(Path path, String name, byte[] value) throws IOException;

  /** Changes the owner. */
  void owner(Path path, long uid, long gid) throws IOException;
}
