package dev.ingot.controller.http;

import dev.ingot.api.error.ErrorBody;
import dev.ingot.api.error.ErrorCode;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The v3 error body for what never reached a handler: requests the servlet container refused, failures in filters. */
@RestController
class ContainerErrors implements ErrorController {
  @RequestMapping("${spring.web.error.path:/error}")
  ResponseEntity<ErrorBody> error(HttpServletRequest request) {
    int status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code ? code : 404;
    ErrorCode code = status == 404 ? ErrorCode.UNKNOWN_REQUEST : status < 500 ? ErrorCode.BAD_REQUEST : ErrorCode.SERVER_ERROR;
    return ResponseEntity.status(status).contentType(MediaType.APPLICATION_JSON).body(ErrorBody.of(code, detail(code)));
  }

  static String detail(ErrorCode code) {
    return switch (code) {
      case UNKNOWN_REQUEST -> "Unknown request";
      case BAD_REQUEST -> "Bad request: the server could not make sense of it";
      default -> "An unknown error occurred. The controller's log says more.";
    };
  }
}
