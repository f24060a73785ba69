package dev.ingot.webui.signin;

import dev.ingot.api.error.ApiException;
import dev.ingot.webui.session.Origin;
import dev.ingot.webui.session.SessionCookie;
import dev.ingot.webui.session.Sessions;
import dev.ingot.webui.session.UiSession;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** `/ui/signin` and `/ui/signout`. */
@Controller
class SignInPage {
  private static final String HOME = "/ui/apps";

  private final Sessions sessions;

  SignInPage(Sessions sessions) {
    this.sessions = sessions;
  }

  @GetMapping("/ui")
  String home() {
    return "redirect:" + HOME;
  }

  @GetMapping("/ui/signin")
  String form(@RequestParam(defaultValue = "") String next, Model model) {
    return show(next, "", "", model);
  }

  @PostMapping("/ui/signin")
  String signIn(@RequestParam(defaultValue = "") String username, @RequestParam(defaultValue = "") String password,
      @RequestParam(defaultValue = "") String next, Model model, HttpServletRequest request, HttpServletResponse response) {
    try {
      SessionCookie.write(request, response, sessions.open(username, password, Origin.address(request)));
      return "redirect:" + target(next);
    } catch (ApiException e) {
      response.setStatus(e.code().status() >= 500 ? e.code().status() : HttpServletResponse.SC_UNAUTHORIZED);
      return show(next, username, e.code().status() >= 500 ? e.detail() : "That user name and password do not fit. Check both and try again.", model);
    }
  }

  @PostMapping("/ui/signout")
  String signOut(HttpServletRequest request, HttpServletResponse response) {
    sessions.close(UiSession.of(request));
    SessionCookie.clear(request, response);
    return "redirect:/ui/signin";
  }

  private static String show(String next, String username, String problem, Model model) {
    model.addAttribute("next", target(next));
    model.addAttribute("username", username);
    model.addAttribute("problem", problem);
    return "ui/signin";
  }

  /** Only to our own pages: a link to the sign-in page must not lead elsewhere. */
  private static String target(String next) {
    return next.matches("/ui/apps(/[A-Za-z0-9-]{1,64})?") ? next : HOME;
  }
}
