package dev.ingot.controller.auth.http;

import dev.ingot.controller.auth.Caller;
import java.util.stream.Stream;

/** A request to the UAA part that cannot be done, in UAA's own shape (cf-cli-contract.md §1.4, "UAA errors"). */
public class UaaException extends RuntimeException {
  private final int status;
  private final String error;

  public UaaException(int status, String error, String description) {
    super(description);
    this.status = status;
    this.error = error;
  }

  /** HTTP status. */
  public int status() {
    return status;
  }

  /** UAA's name of the error: `invalid_token`. */
  public String error() {
    return error;
  }

  /** The caller; 401 invalid_token when nobody is logged in, which makes the CLI refresh its token and repeat. */
  public static Caller caller() {
    return Caller.find().orElseThrow(() -> new UaaException(401, "invalid_token", "The token is missing, too old or revoked. Log in again."));
  }

  /** The caller, who must have one of these scopes; 403 insufficient_scope otherwise. */
  public static Caller having(String... scopes) {
    var caller = caller();
    if (!has(caller, scopes)) {
      throw new UaaException(403, "insufficient_scope", "Insufficient scope for this resource; one of these is needed: " + String.join(", ", scopes));
    }
    return caller;
  }

  /** Whether the caller has one of these scopes. */
  public static boolean has(Caller caller, String... scopes) {
    return Stream.of(scopes).anyMatch(caller.scopes()::contains);
  }
}
