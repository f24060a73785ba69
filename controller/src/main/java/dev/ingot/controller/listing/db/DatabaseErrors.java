package dev.ingot.controller.listing.db;

import dev.ingot.api.error.ApiException;
import dev.ingot.api.error.ErrorCode;
import jakarta.persistence.OptimisticLockException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Optional;
import org.springframework.dao.OptimisticLockingFailureException;

/** Errors of the database that are the client's to correct, or to repeat. */
public final class DatabaseErrors {
  private DatabaseErrors() {}

  /** The answer for a failure whose cause is one of these; empty when it is a defect of ours. */
  public static Optional<ApiException> translate(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof OptimisticLockException || cause instanceof OptimisticLockingFailureException) {
        return Optional.of(new ApiException(ErrorCode.UNPROCESSABLE_ENTITY,
            "Another request just changed or deleted the same thing. Look at what is there and repeat the request if it is still needed.", failure));
      }
      if (cause instanceof SQLTransientConnectionException) {
        return Optional.of(silent(failure));
      }
      if (cause instanceof SQLException sql && sql.getSQLState() != null) {
        return bySqlState(sql.getSQLState(), failure);
      }
    }
    return Optional.empty();
  }

  private static Optional<ApiException> bySqlState(String state, Throwable failure) {
    return Optional.ofNullable(switch (state) {
      case "22021", "22P05" -> new ApiException(ErrorCode.UNPROCESSABLE_ENTITY, "A text must not contain the character NUL.", failure);
      case "54000" -> new ApiException(ErrorCode.UNPROCESSABLE_ENTITY, "A text is too long to be stored.", failure);
      case "23505" -> new ApiException(ErrorCode.UNIQUENESS_ERROR,
          "Another request just created the same thing. Look at what is there and repeat the request if it is still needed.", failure);
      case "23503" -> new ApiException(ErrorCode.UNPROCESSABLE_ENTITY,
          "Something this request refers to, or removes, was changed by another request. Look at what is there and repeat the request.", failure);
      case "40001", "40P01" -> new ApiException(ErrorCode.SERVICE_UNAVAILABLE, "Two requests got in each other's way. Repeat the request.", failure);
      case "57P01", "57P02", "57P03", "08000", "08001", "08003", "08004", "08006" -> silent(failure);
      default -> null;
    });
  }

  private static ApiException silent(Throwable failure) {
    return new ApiException(ErrorCode.SERVICE_UNAVAILABLE, "The database does not answer at the moment. Repeat the request in a few seconds.", failure);
  }
}
