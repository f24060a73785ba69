package dev.ingot.controller.auth.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.ModelAndView;

/** UAA's error body; for a browser a page. */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
class UaaErrorAnswers {
  @ExceptionHandler
  Object uaa(UaaException e, HttpServletRequest request) {
    if (Pages.wanted(request)) {
      return new ModelAndView("uaa/problem", Map.of("problem", e.getMessage()), HttpStatusCode.valueOf(e.status()));
    }
    return ResponseEntity.status(e.status()).contentType(MediaType.APPLICATION_JSON)
        .body(Map.of("error", e.error(), "error_description", e.getMessage()));
  }
}
