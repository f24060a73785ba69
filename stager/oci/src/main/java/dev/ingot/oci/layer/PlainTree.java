package dev.ingot.oci.layer;

import java.io.IOException;
import java.nio.file.Path;

/** An ordinary directory tree that is no file system of a container: what only such a one can hold is refused or left out. */
final class PlainTree implements Privileged {
  @Override
  public void whiteout(Path path) throws IOException {
    throw new LayerException("it removes " + path.getFileName() + " of a lower layer, which is not supported here");
  }

  @Override
  public void fifo(Path path) throws IOException {
    throw new LayerException(path.getFileName() + " is a FIFO; files, directories and links are allowed");
  }

  @Override
  public void setAttribute(Path path, String name, byte[] value) throws IOException {
    if (name.startsWith("trusted.overlay.")) {
      throw new LayerException("it hides the directory " + path.getFileName() + " of a lower layer, which is not supported here");
    }
  }

  @Override
  public void owner(Path path, long uid, long gid) {
    // belongs to whoever unpacks
  }
}
