package dev.ingot.api.error;

import org.jspecify.annotations.Nullable;

/**
 * A request that cannot be done, in words for the person who sent it. Thrown by features and mapped to an answer in one place; the
 * typed client throws the same when a server answers it. Nothing was changed by the call that threw, unless its javadoc says otherwise.
 */
public class ApiException extends RuntimeException {
  private final ErrorCode code;

  public ApiException(ErrorCode code, String detail) {
    this(code, detail, null);
  }

  public ApiException(ErrorCode code, String detail, @Nullable Throwable cause) {
    super(detail, cause);
    this.code = code;
  }

  public ErrorCode code() {
    return code;
  }

  /** `errors[].detail` on the wire. Some details are an interface: cf-cli-contract.md §1.7. */
  public String detail() {
    return getMessage();
  }

  /** 404 with the detail the cf CLI compares: `App not found`. */
  public static ApiException notFound(String resource) {
    return new ApiException(ErrorCode.RESOURCE_NOT_FOUND, resource + " not found");
  }

  /** 422 with this detail. */
  public static ApiException unprocessable(String detail) {
    return new ApiException(ErrorCode.UNPROCESSABLE_ENTITY, detail);
  }
}
