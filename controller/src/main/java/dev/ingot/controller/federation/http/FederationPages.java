package dev.ingot.controller.federation.http;

import dev.ingot.controller.auth.IdentityProviders;
import dev.ingot.controller.auth.http.LoginChoice;
import dev.ingot.controller.auth.http.LoginCookie;
import dev.ingot.controller.auth.http.Pages;
import dev.ingot.controller.auth.http.UaaException;
import dev.ingot.controller.federation.Federation;
import dev.ingot.controller.federation.FederationException;
import dev.ingot.controller.http.Links;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * Sends a browser to another provider, and takes it back at `/uaa/login/callback/:origin`. A cookie ties the end to the browser that began,
 * so that nobody is logged in as another by a link.
 */
@Controller
class FederationPages implements LoginChoice.Source {
  private static final Logger log = LoggerFactory.getLogger(FederationPages.class);
  private static final String STATE = "ingot_login_state";
  private static final String FAILED = "/uaa/login?error=provider";
  private final Federation federation;
  private final IdentityProviders providers;
  private final Pages pages;
  private final Links links;

  FederationPages(Federation federation, IdentityProviders providers, Pages pages, Links links) {
    this.federation = federation;
    this.providers = providers;
    this.pages = pages;
    this.links = links;
  }

  @Override
  public List<LoginChoice> choices() {
    return providers.identityProviders().entrySet().stream().map(entry -> new LoginChoice(entry.getKey(),
        entry.getValue().text() == null ? "Log in with " + entry.getKey() : entry.getValue().text(), "/uaa/login/oidc/" + entry.getKey())).toList();
  }

  @GetMapping("/uaa/login/oidc/{origin}")
  String begin(@PathVariable String origin, @RequestParam(defaultValue = "") String next, HttpServletRequest request, HttpServletResponse response) {
    pages.protect(response);
    try {
      var begun = federation.begin(origin, Pages.next(next), callback(origin))
          .orElseThrow(() -> new UaaException(404, "not_found", "There is no identity provider with this origin"));
      LoginCookie.write(request, response, STATE, begun.state());
      return Pages.go(begun.location().toString(), response);
    } catch (FederationException e) {
      return failed(origin, e.getMessage(), response);
    }
  }

  @GetMapping("/uaa/login/callback/{origin}")
  String end(@PathVariable String origin, @RequestParam(defaultValue = "") String state, @RequestParam(defaultValue = "") String code,
      @RequestParam(defaultValue = "") String error, HttpServletRequest request, HttpServletResponse response) {
    pages.protect(response);
    String expected = LoginCookie.read(request, STATE);
    LoginCookie.write(request, response, STATE, "");
    if (expected.isEmpty() || !MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), state.getBytes(StandardCharsets.UTF_8))) {
      return failed(origin, "this browser did not begin the login", response);
    }
    if (code.isEmpty()) {
      return failed(origin, "it sent no code, but the error " + error.replaceAll("[^\\x20-\\x7e]", "?"), response);
    }
    try {
      var ended = federation.end(origin, state, code, callback(origin));
      pages.open(ended.userGuid(), request, response);
      return Pages.go(Pages.next(ended.next()), response);
    } catch (FederationException e) {
      return failed(origin, e.getMessage(), response);
    }
  }

  private URI callback(String origin) {
    return URI.create(links.href("/uaa/login/callback/" + java.net.URLEncoder.encode(origin, StandardCharsets.UTF_8)));
  }

  private static String failed(String origin, String why, HttpServletResponse response) {
    log.warn("a login at the identity provider {} failed: {}", origin.replaceAll("[^a-z0-9-]", "?"), why);
    return Pages.go(FAILED, response);
  }
}
