package dev.ingot.controller.openapi.http;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.json.JsonMapper;

/** `GET /v3/openapi.json`, for anybody. Made when it is first asked for and kept (about 200 KB): start and idle cost nothing. */
@RestController
class OpenApiEndpoint {
  private final RequestMappingHandlerMapping handlers;
  private final JsonMapper mapper;
  private volatile byte @Nullable [] document;

  OpenApiEndpoint(@Qualifier("requestMappingHandlerMapping") RequestMappingHandlerMapping handlers, JsonMapper mapper) {
    this.handlers = handlers;
    this.mapper = mapper;
  }

  @GetMapping("/v3/openapi.json")
  ResponseEntity<byte[]> document() {
    byte[] made = document;
    if (made == null) {
      made = mapper.writeValueAsBytes(OpenApiDocument.of(handlers.getHandlerMethods(), "3.228.0"));
      document = made;
    }
    return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).eTag("W/\"" + Integer.toHexString(Arrays.hashCode(made)) + "\"").body(made);
  }
}
