package dev.ingot.webui.page;

import dev.ingot.api.error.ApiException;
import dev.ingot.api.error.ErrorCode;
import dev.ingot.webui.session.SessionCookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;

/** What the API refuses, as a page; before the controller's own answers, which are JSON. */
@ControllerAdvice("dev.ingot.webui")
@Order(Ordered.HIGHEST_PRECEDENCE)
class PageErrors {
  private static final Logger LOG = LoggerFactory.getLogger(PageErrors.class);

  @ExceptionHandler
  String refused(ApiException e, HttpServletRequest request, HttpServletResponse response, Model model) {
    if (e.code() == ErrorCode.NOT_AUTHENTICATED || e.code() == ErrorCode.INVALID_AUTH_TOKEN) {
      SessionCookie.clear(request, response);
      if (request.getHeader("HX-Request") == null) {
        return "redirect:/ui/signin";
      }
      response.setHeader("HX-Redirect", "/ui/signin");
    }
    return show(e.code().status(), e.detail(), e.code().remedy(), request, response, model);
  }

  @ExceptionHandler
  String failed(RuntimeException e, HttpServletRequest request, HttpServletResponse response, Model model) {
    LOG.error("{} {} failed", request.getMethod(), request.getRequestURI(), e);
    return show(500, "The dashboard failed to answer.", "See the controller's log.", request, response, model);
  }

  private static String show(int status, String message, String remedy, HttpServletRequest request, HttpServletResponse response, Model model) {
    response.setStatus(status);
    model.addAttribute("message", message);
    model.addAttribute("remedy", remedy);
    return request.getHeader("HX-Request") == null ? "ui/error" : "ui/error :: problem";
  }
}
