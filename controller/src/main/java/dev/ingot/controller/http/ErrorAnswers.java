package dev.ingot.controller.http;

import dev.ingot.api.error.ApiException;
import dev.ingot.api.error.ErrorBody;
import dev.ingot.api.error.ErrorCode;
import dev.ingot.controller.listing.db.DatabaseErrors;
import java.io.IOException;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.ServletRequestBindingException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.context.request.async.AsyncRequestTimeoutException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/**
 * Turns whatever a handler throws into the v3 error body. The only place that does; a room with other errors
 * (the dashboard) brings its own advice for its own package, which goes first.
 */
@RestControllerAdvice
@Order(Ordered.LOWEST_PRECEDENCE)
class ErrorAnswers {
  private static final Logger log = LoggerFactory.getLogger(ErrorAnswers.class);

  @ExceptionHandler
  ResponseEntity<ErrorBody> api(ApiException e) {
    if (e.code() == ErrorCode.SERVER_ERROR) {
      log.error("a request failed: {}", e.detail(), e);
    } else {
      log.debug("{}: {}", e.code(), e.detail());
    }
    return answer(e.code(), e.detail());
  }

  @ExceptionHandler({NoResourceFoundException.class, HttpRequestMethodNotSupportedException.class})
  ResponseEntity<ErrorBody> unknown(Exception e) {
    return answer(ErrorCode.UNKNOWN_REQUEST, "Unknown request");
  }

  @ExceptionHandler
  ResponseEntity<ErrorBody> unreadable(HttpMessageNotReadableException e) {
    var problem = JsonProblems.explain(e);
    return answer(problem.code(), problem.detail());
  }

  @ExceptionHandler
  ResponseEntity<ErrorBody> mediaType(HttpMediaTypeNotSupportedException e) {
    return answer(ErrorCode.BAD_REQUEST, "Bad request: this content type is not understood here; send " + e.getSupportedMediaTypes());
  }

  @ExceptionHandler({ServletRequestBindingException.class, MethodArgumentTypeMismatchException.class, MultipartException.class})
  ResponseEntity<ErrorBody> badRequest(Exception e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof ApiException api) {
        return answer(api.code(), api.detail());
      }
    }
    return answer(ErrorCode.BAD_REQUEST, "Bad request: " + (e instanceof MethodArgumentTypeMismatchException mismatch
        ? mismatch.getName() + " has a value of the wrong type" : e instanceof MultipartException
        ? "the multipart body could not be read; it is broken, cut off or too large" : e.getMessage()));
  }

  @ExceptionHandler
  ResponseEntity<ErrorBody> parameter(InvalidParameterException e) {
    return answer(ErrorCode.BAD_REQUEST, "Bad request: the parameters could not be read; they must be UTF-8, percent-encoded, and not too many");
  }

  @ExceptionHandler({AsyncRequestNotUsableException.class, AsyncRequestTimeoutException.class})
  void clientGone(Exception e) {
    log.debug("a client went away before its answer: {}", e.getMessage());
  }

  @ExceptionHandler
  ResponseEntity<ErrorBody> unexpected(Exception e) throws IOException {
    var translated = DatabaseErrors.translate(e);
    if (translated.isPresent()) {
      log.info("{}: {}", translated.get().detail(), e.toString());
      return answer(translated.get().code(), translated.get().detail());
    }
    log.error("a request failed for a reason nobody foresaw", e);
    return answer(ErrorCode.SERVER_ERROR, "An unknown error occurred. The controller's log says more.");
  }

  // With a content type of its own the answer is JSON whatever the client said it accepts.
  private static ResponseEntity<ErrorBody> answer(ErrorCode code, String detail) {
    return ResponseEntity.status(code.status()).contentType(MediaType.APPLICATION_JSON).body(ErrorBody.of(code, detail));
  }
}
