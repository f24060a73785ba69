package dev.ingot.controller.auth.http;

import java.util.Map;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** UAA's error body. */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
class UaaErrorAnswers {
  @ExceptionHandler
  ResponseEntity<Map<String, String>> uaa(UaaException e) {
    return ResponseEntity.status(e.status()).contentType(MediaType.APPLICATION_JSON)
        .body(Map.of("error", e.error(), "error_description", e.getMessage()));
  }
}
