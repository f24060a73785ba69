package dev.ingot.controller.auth.http;

import dev.ingot.controller.http.Links;
import java.util.List;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What a client must ask its user for to log in. */
@RestController
class LoginInfoEndpoint {
  private final Links links;

  LoginInfoEndpoint(Links links) {
    this.links = links;
  }

  @GetMapping({"/login", "/uaa/login", "/uaa/info"})
  Map<String, Object> login() {
    return Map.of("app", Map.of("version", "77.0.0"), "zone_name", "uaa", "links", Map.of("uaa", links.href("/uaa"), "login", links.href("/uaa")),
        "prompts", Map.of("username", List.of("text", "Username"), "password", List.of("password", "Password")));
  }
}
