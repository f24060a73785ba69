package dev.ingot.controller.http;

import dev.ingot.api.error.ErrorBody;
import dev.ingot.api.error.ErrorCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * The v3 error body for requests that Tomcat refuses before it knows for which application they are (a `%00` in the path, a header that is none):
 * there {@link ContainerErrors} is not asked. Made by Tomcat, by its class name.
 */
public class ContainerErrorValve extends ErrorReportValve {
  private static final JsonMapper JSON = new JsonMapper();

  @Override
  protected void report(Request request, Response response, @Nullable Throwable failure) {
    int status = response.getStatus();
    if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
      return;
    }
    try {
      response.setContentType("application/json");
      response.setCharacterEncoding("UTF-8");
      var code = status == 404 ? ErrorCode.UNKNOWN_REQUEST : status < 500 ? ErrorCode.BAD_REQUEST : ErrorCode.SERVER_ERROR;
      var body = ErrorBody.of(code, ContainerErrors.detail(code));
      response.getReporter().write(new String(JSON.writeValueAsBytes(body), StandardCharsets.UTF_8));
      response.finishResponse();
    } catch (IOException | IllegalStateException e) {
      LoggerFactory.getLogger(ContainerErrorValve.class).debug("a client went away before it was told what is wrong: {}", e.getMessage());
    }
  }
}
