package dev.ingot.webui.app;

import dev.ingot.api.app.App;
import dev.ingot.api.client.ApiClient;
import dev.ingot.api.error.ApiException;
import dev.ingot.api.process.ScaleRequest;
import dev.ingot.webui.session.Sessions;
import dev.ingot.webui.session.UiSession;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What can be done with an app. Answers the changed overview to htmx, and goes back to the page without it. */
@Controller
@RequestMapping("/ui/apps/{guid}")
class AppActions {
  private static final Set<String> ACTIONS = Set.of("start", "stop", "restart");

  private final Sessions sessions;

  AppActions(Sessions sessions) {
    this.sessions = sessions;
  }

  @PostMapping("/actions/{action}")
  String act(@PathVariable String guid, @PathVariable String action, HttpServletRequest request, Model model) {
    if (!ACTIONS.contains(action)) {
      throw ApiException.notFound("Action");
    }
    return perform(guid, request, model, api -> api.call("POST", "/v3/apps/" + AppPage.checked(guid) + "/actions/" + action, null));
  }

  @PostMapping("/scale")
  String scale(@PathVariable String guid, @RequestParam String type, @RequestParam(defaultValue = "") String instances,
      @RequestParam(defaultValue = "") String memory, HttpServletRequest request, Model model) {
    if (!type.matches("[A-Za-z0-9._-]{1,255}")) {
      throw ApiException.notFound("Process");
    }
    return perform(guid, request, model, api -> api.call("POST", "/v3/apps/" + AppPage.checked(guid) + "/processes/" + type + "/actions/scale",
        new ScaleRequest(number("Instances", instances), number("Memory", memory), null, null)));
  }

  private String perform(String guid, HttpServletRequest request, Model model, java.util.function.Consumer<ApiClient> action) {
    UiSession session = UiSession.of(request);
    ApiClient api = session.api(sessions);
    String problem = "";
    try {
      action.accept(api);
    } catch (ApiException e) {
      if (e.code().status() == 401) {
        throw e;
      }
      problem = e.detail();
    }
    if (request.getHeader("HX-Request") == null && problem.isEmpty()) {
      return "redirect:/ui/apps/" + guid;
    }
    model.addAttribute("signedIn", session);
    model.addAttribute("problem", problem);
    model.addAttribute("app", Overview.of(api, api.get("/v3/apps/" + AppPage.checked(guid), App.class)));
    return "ui/app :: overview";
  }

  private static Integer number(String field, String text) {
    if (!text.matches("\\d{1,9}")) {
      throw ApiException.unprocessable(field + " must be a whole number");
    }
    return Integer.valueOf(text);
  }
}
