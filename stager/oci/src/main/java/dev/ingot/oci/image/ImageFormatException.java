package dev.ingot.oci.image;

/** Bytes that should be a manifest, index, config or layer are not one; the message says what was read and what is wrong with it. */
public class ImageFormatException extends RuntimeException {
  public ImageFormatException(String message) {
    super(message);
  }

  public ImageFormatException(String message, Throwable cause) {
    super(message, cause);
  }
}
