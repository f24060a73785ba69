package dev.ingot.controller.droplet;

import dev.ingot.controller.image.Images;
import dev.ingot.oci.image.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * A document that lies beside an image. It is never in memory as a whole: whoever may push to an app's repository says how large it is.
 *
 * @param size bytes
 */
public record ImageDocument(Images images, String repository, Digest blob, long size) {
  /** @throws IOException also at the end, when it is not what its digest says */
  public void writeTo(OutputStream out) throws IOException {
    var hasher = Digest.hasher(blob.algorithm());
    byte[] buffer = new byte[16 << 10];
    try (InputStream in = images.open(repository, blob)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        hasher.update(buffer, 0, n);
        out.write(buffer, 0, n);
      }
    }
    if (!Digest.of(hasher, blob.algorithm()).equals(blob)) {
      throw new IOException("the document " + blob + " of " + repository + " has another content than its digest says");
    }
  }
}
