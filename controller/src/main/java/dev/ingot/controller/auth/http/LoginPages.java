package dev.ingot.controller.auth.http;

import dev.ingot.controller.auth.Clients;
import dev.ingot.controller.auth.Logins;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RequestParam;

/** The login page, and the way out. */
@Controller
class LoginPages {
  private final Pages pages;
  private final Logins logins;
  private final Clients clients;
  private final ObjectProvider<LoginChoice.Source> choices;

  LoginPages(Pages pages, Logins logins, Clients clients, ObjectProvider<LoginChoice.Source> choices) {
    this.pages = pages;
    this.logins = logins;
    this.clients = clients;
    this.choices = choices;
  }

  @GetMapping(path = {"/login", "/uaa/login"}, produces = "text/html")
  String form(@RequestParam(defaultValue = "") String next, @RequestParam(defaultValue = "") String error, Model model, HttpServletRequest request,
      HttpServletResponse response) {
    pages.protect(response);
    var session = pages.session(request);
    if (session.isPresent() && error.isEmpty()) {
      if (!Pages.next(next).equals(Pages.HOME)) {
        return Pages.go(next, response);
      }
      model.addAttribute("user", session.get().user().name());
      model.addAttribute("origin", session.get().user().origin());
      return "uaa/home";
    }
    return show(next, "", error.equals("provider") ? "The login at the other provider failed. Try again, or ask who runs the platform." : "", model);
  }

  @PostMapping({"/login.do", "/uaa/login.do"})
  String logIn(@RequestParam(defaultValue = "") String username, @RequestParam(defaultValue = "") String password,
      @RequestParam(defaultValue = "") String next, Model model, HttpServletRequest request, HttpServletResponse response) {
    pages.ownForm(request);
    pages.protect(response);
    return switch (logins.check(username, password, ClientAddress.of(request))) {
      case Logins.Result.Welcome welcome -> {
        pages.open(welcome.caller().guid(), request, response);
        yield Pages.go(Pages.next(next), response);
      }
      case Logins.Result.Wrong wrong -> refuse(401, next, username, "That user name and password do not fit. Check both and try again.", model, response);
      case Logins.Result.Locked locked -> refuse(401, next, username, "Too many wrong passwords. Wait a few minutes and try again.", model, response);
      case Logins.Result.TooMany many -> refuse(429, next, username, "Too many wrong passwords from this address. Wait a few minutes and try again.", model, response);
    };
  }

  /** Ends the browser's session. `redirect`: one of the client's registered URIs, or a page of ours. */
  @RequestMapping(path = {"/logout.do", "/uaa/logout.do"}, method = {RequestMethod.GET, RequestMethod.POST})
  String logOut(@RequestParam(defaultValue = "") String redirect, @RequestParam(name = "client_id", defaultValue = "") String client, HttpServletRequest request,
      HttpServletResponse response) {
    pages.protect(response);
    pages.close(request, response);
    boolean registered = !redirect.isEmpty() && client.indexOf('\0') < 0 && clients.find(client).filter(found -> found.mayRedirectTo(redirect)).isPresent();
    return Pages.go(registered ? redirect : Pages.next(redirect), response);
  }

  private String refuse(int status, String next, String username, String problem, Model model, HttpServletResponse response) {
    response.setStatus(status);
    return show(next, username, problem, model);
  }

  private String show(String next, String username, String problem, Model model) {
    model.addAttribute("next", Pages.next(next));
    model.addAttribute("username", username);
    model.addAttribute("problem", problem);
    model.addAttribute("choices", choices.orderedStream().flatMap(source -> source.choices().stream()).toList());
    return "uaa/login";
  }
}
