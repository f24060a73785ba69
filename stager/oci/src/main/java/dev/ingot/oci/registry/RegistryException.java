package dev.ingot.oci.registry;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A registry refused or could not be asked; the message says what was tried, where, and the answer. */
public class RegistryException extends IOException {
  private final int status;
  private final @Nullable String remedy;

  public RegistryException(String message, int status) {
    super(message);
    this.status = status;
    this.remedy = null;
  }

  public RegistryException(String message, Throwable cause) {
    super(message, cause);
    this.status = 0;
    this.remedy = null;
  }

  /** Without answer, for a reason that has a remedy of its own. */
  RegistryException(String message, String remedy, Throwable cause) {
    super(message, cause);
    this.status = 0;
    this.remedy = remedy;
  }

  /** HTTP status of the answer; 0 when there was no answer. */
  public int status() {
    return status;
  }

  /** 401 or 403. */
  public boolean denied() {
    return status == 401 || status == 403;
  }

  /** What to do about it, for who pushes an app or runs the platform. */
  public String remedy() {
    return remedy != null ? remedy : switch (status) {
      case 0 -> "See that the registry runs and can be reached from the platform's cells, then try again.";
      case 401, 403 -> "An operator must give the platform credentials that may read and write there (ingot up --registry-user, --registry-password-file).";
      case 404 -> "See that the repository exists there; some registries want it created first.";
      case 413, 507 -> "The registry has no room or takes nothing that large: its operator must make room or raise its limit; then push again.";
      case 429 -> "The registry limits how often it is asked: wait, then push again.";
      default -> status >= 500 ? "The registry itself failed: see its log, then push again." : "See what the registry says; its operator may know more.";
    };
  }
}
