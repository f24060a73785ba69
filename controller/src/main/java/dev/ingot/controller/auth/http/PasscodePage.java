package dev.ingot.controller.auth.http;

import dev.ingot.controller.auth.Caller;
import dev.ingot.controller.auth.OneTimeCodes;
import dev.ingot.controller.auth.Scopes;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** One-time passcodes for `cf login --sso`: as a page for a logged-in browser, as JSON for a bearer token. */
@Controller
class PasscodePage {
  private final Pages pages;
  private final OneTimeCodes codes;
  private final Clock clock;

  PasscodePage(Pages pages, OneTimeCodes codes, Clock clock) {
    this.pages = pages;
    this.codes = codes;
    this.clock = clock;
  }

  @GetMapping(path = {"/passcode", "/uaa/passcode"}, produces = "text/html")
  String page(Model model, HttpServletRequest request, HttpServletResponse response) {
    pages.protect(response);
    var session = pages.session(request);
    if (session.isEmpty()) {
      return Pages.toLogin("/uaa/passcode", response);
    }
    model.addAttribute("user", session.get().user().name());
    model.addAttribute("passcode", issue(session.get().user(), session.get().authenticatedAt()));
    model.addAttribute("minutes", OneTimeCodes.LIFE.toMinutes());
    return "uaa/passcode";
  }

  @GetMapping({"/passcode", "/uaa/passcode"})
  ResponseEntity<Map<String, String>> json() {
    var caller = UaaException.having(Scopes.UAA_USER);
    if (caller.kind() != Caller.Kind.USER) {
      throw new UaaException(403, "access_denied", "A passcode is for users, not for clients");
    }
    return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(Map.of("passcode", issue(caller, clock.instant())));
  }

  private String issue(Caller user, Instant authenticatedAt) {
    return codes.issue(OneTimeCodes.Kind.PASSCODE, user.guid(), Map.of(Grants.SCOPES, String.join(" ", user.scopes()), Grants.AUTH_TIME,
        String.valueOf(authenticatedAt.getEpochSecond())));
  }
}
