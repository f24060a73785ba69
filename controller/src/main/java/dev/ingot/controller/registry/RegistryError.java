package dev.ingot.controller.registry;

/** Error codes of the OCI distribution-spec, "Error Codes", with the status each one answers with. Names are the wire form. */
public enum RegistryError {
  BLOB_UNKNOWN(404),
  BLOB_UPLOAD_INVALID(400),
  BLOB_UPLOAD_UNKNOWN(404),
  DIGEST_INVALID(400),
  MANIFEST_BLOB_UNKNOWN(404),
  MANIFEST_INVALID(400),
  MANIFEST_UNKNOWN(404),
  NAME_INVALID(400),
  NAME_UNKNOWN(404),
  SIZE_INVALID(413),
  UNAUTHORIZED(401),
  DENIED(403),
  UNSUPPORTED(405),
  TOOMANYREQUESTS(429),
  /** The chunk does not start where the upload ends; the session stays valid. On the wire BLOB_UPLOAD_INVALID. */
  RANGE_INVALID(416),
  /** The disk is full, or so nearly that the rest is kept for the platform; the spec has no code of its own. On the wire UNKNOWN. */
  NO_SPACE(507),
  /** A token was asked for with a scope nobody understands. On the wire UNSUPPORTED. */
  UNSUPPORTED_SCOPE(400),
  /** A page size that is no number; the spec has no code of its own. On the wire UNSUPPORTED. */
  PAGE_INVALID(400);

  private final int status;

  RegistryError(int status) {
    this.status = status;
  }

  /** HTTP status. */
  public int status() {
    return status;
  }

  /** `errors[].code` on the wire. */
  public String code() {
    return switch (this) {
      case RANGE_INVALID -> BLOB_UPLOAD_INVALID.name();
      case NO_SPACE -> "UNKNOWN";
      case PAGE_INVALID, UNSUPPORTED_SCOPE -> UNSUPPORTED.name();
      default -> name();
    };
  }
}
