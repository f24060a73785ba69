package dev.ingot.controller.registry.http;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import tools.jackson.databind.json.JsonMapper;

/** Answers with exact headers: clients compare Content-Type and Content-Length. */
final class Answers {
  private static final JsonMapper JSON = new JsonMapper();

  private Answers() {}

  static void json(HttpServletResponse response, int status, Object body) throws IOException {
    bytes(response, status, "application/json", JSON.writeValueAsBytes(body));
  }

  /** For HEAD too: the servlet container drops the body and keeps the length. */
  static void bytes(HttpServletResponse response, int status, String contentType, byte[] body) throws IOException {
    response.setStatus(status);
    response.setHeader("Content-Type", contentType);
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }

  static void empty(HttpServletResponse response, int status) {
    response.setStatus(status);
    if (status != 204) {
      response.setContentLength(0);
    }
  }
}
