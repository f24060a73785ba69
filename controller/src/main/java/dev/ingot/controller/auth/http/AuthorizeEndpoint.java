package dev.ingot.controller.auth.http;

import dev.ingot.controller.auth.BrowserSessions;
import dev.ingot.controller.auth.Caller;
import dev.ingot.controller.auth.Clients;
import dev.ingot.controller.auth.OneTimeCodes;
import dev.ingot.controller.auth.Scopes;
import dev.ingot.controller.http.Links;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * `/oauth/authorize`: gives a client a code for the user of this browser, or of this bearer token (`cf ssh-code`). A user is asked first,
 * unless the client is approved for all of it.
 */
@Controller
class AuthorizeEndpoint {
  private static final Set<String> OURS = Set.of("decision", "form_token");
  private final Pages pages;
  private final Clients clients;
  private final OneTimeCodes codes;
  private final Links links;
  private final Clock clock;

  AuthorizeEndpoint(Pages pages, Clients clients, OneTimeCodes codes, Links links, Clock clock) {
    this.pages = pages;
    this.clients = clients;
    this.codes = codes;
    this.links = links;
    this.clock = clock;
  }

  @GetMapping({"/oauth/authorize", "/uaa/oauth/authorize"})
  String ask(@RequestParam Map<String, String> parameters, Model model, HttpServletRequest request, HttpServletResponse response) {
    pages.protect(response);
    var wanted = AuthorizationRequest.of(clients, parameters, links.href("/uaa/login"));
    boolean withToken = request.getHeader("Authorization") != null;
    var problem = wanted.problem(withToken);
    if (problem.isPresent()) {
      return to(wanted.answer("error", problem.get()), response);
    }
    if (withToken) {
      return byToken(wanted, response);
    }
    var session = pages.session(request);
    String prompt = parameters.getOrDefault("prompt", "");
    if (session.isEmpty() || prompt.equals("login")) {
      return prompt.equals("none") ? to(wanted.answer("error", "login_required"), response) : Pages.toLogin(again(parameters, prompt.equals("login"), request, response), response);
    }
    return decide(wanted, session.get(), prompt, model, response);
  }

  @PostMapping({"/oauth/authorize", "/uaa/oauth/authorize"})
  String decided(@RequestParam Map<String, String> parameters, @RequestParam(defaultValue = "") String decision,
      @RequestParam(name = "form_token", defaultValue = "") String token, HttpServletRequest request, HttpServletResponse response) {
    pages.protect(response);
    var session = pages.session(request).orElseThrow(() -> new UaaException(401, "unauthorized", "Log in first"));
    pages.ownForm(request, session, token);
    var wanted = AuthorizationRequest.of(clients, parameters, links.href("/uaa/login"));
    if (wanted.problem(false).isPresent() || !decision.equals("allow")) {
      return to(wanted.answer("error", "access_denied"), response);
    }
    return grant(wanted, session.user(), session.authenticatedAt(), response);
  }

  private String byToken(AuthorizationRequest wanted, HttpServletResponse response) {
    var caller = UaaException.having(Scopes.UAA_USER);
    if (caller.kind() != Caller.Kind.USER || !wanted.client().approves(scopes(wanted, caller))) {
      return to(wanted.answer("error", "access_denied"), response);
    }
    return grant(wanted, caller, clock.instant(), response);
  }

  private String decide(AuthorizationRequest wanted, BrowserSessions.Session session, String prompt, Model model, HttpServletResponse response) {
    var scopes = scopes(wanted, session.user());
    if (wanted.client().approves(scopes)) {
      return grant(wanted, session.user(), session.authenticatedAt(), response);
    }
    if (prompt.equals("none")) {
      return to(wanted.answer("error", "interaction_required"), response);
    }
    model.addAttribute("client", wanted.client().name() == null ? wanted.client().id() : wanted.client().name());
    model.addAttribute("user", session.user().name());
    model.addAttribute("scopes", scopes);
    model.addAttribute("parameters", wanted.parameters().entrySet().stream().filter(entry -> !OURS.contains(entry.getKey())).toList());
    model.addAttribute("formToken", session.formToken());
    return "uaa/approve";
  }

  private String grant(AuthorizationRequest wanted, Caller user, Instant authenticatedAt, HttpServletResponse response) {
    var scopes = scopes(wanted, user);
    if (!wanted.client().allows(user.origin())) {
      return to(wanted.answer("error", "access_denied"), response);
    }
    if (scopes.isEmpty()) {
      return to(wanted.answer("error", "invalid_scope"), response);
    }
    String code = codes.issue(OneTimeCodes.Kind.AUTHORIZATION, user.guid(), Map.of(Grants.CLIENT, wanted.client().id(), Grants.REDIRECT, wanted.redirectAsked(),
        Grants.SCOPES, String.join(" ", scopes), Grants.NONCE, wanted.parameters().getOrDefault(Grants.NONCE, ""), Grants.CHALLENGE, wanted.challenge(),
        Grants.AUTH_TIME, String.valueOf(authenticatedAt.getEpochSecond())));
    return to(wanted.answer("code", code), response);
  }

  private static Set<String> scopes(AuthorizationRequest wanted, Caller user) {
    var scopes = new TreeSet<>(user.scopes());
    scopes.retainAll(wanted.client().scopes());
    var asked = Grants.scopes(wanted.parameters().get(Grants.SCOPES));
    if (!asked.isEmpty()) {
      scopes.retainAll(asked);
    }
    return scopes;
  }

  // The way back after the login. Who must log in anew does so once: the session of before ends now.
  private String again(Map<String, String> parameters, boolean anew, HttpServletRequest request, HttpServletResponse response) {
    if (anew) {
      pages.close(request, response);
    }
    return "/uaa/oauth/authorize?" + parameters.entrySet().stream().filter(entry -> !(anew && entry.getKey().equals("prompt")))
        .map(entry -> encode(entry.getKey()) + "=" + encode(entry.getValue())).collect(Collectors.joining("&"));
  }

  private static String to(String location, HttpServletResponse response) {
    Pages.go(location, response);
    response.setStatus(HttpServletResponse.SC_FOUND);
    return "uaa/empty";
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
