package dev.ingot.controller.http;

import dev.ingot.api.error.ApiException;
import dev.ingot.api.error.ErrorBody;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Writes the v3 error body where no handler is involved: in filters. */
@Component
public class ErrorWriter {
  private final JsonMapper mapper;

  ErrorWriter(JsonMapper mapper) {
    this.mapper = mapper;
  }

  /** Answers with the error; nothing may have been written before. */
  public void write(HttpServletResponse response, ApiException error) throws IOException {
    response.setStatus(error.code().status());
    response.setContentType("application/json");
    response.setCharacterEncoding("UTF-8");
    response.getOutputStream().write(mapper.writeValueAsBytes(ErrorBody.of(error.code(), error.detail())));
  }
}
