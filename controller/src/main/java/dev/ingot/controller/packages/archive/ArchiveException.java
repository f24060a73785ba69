package dev.ingot.controller.packages.archive;

/** An archive that is refused, in words for the person who uploaded it. */
public class ArchiveException extends RuntimeException {
  public ArchiveException(String reason) {
    super(reason);
  }

  public ArchiveException(String reason, Throwable cause) {
    super(reason, cause);
  }
}
