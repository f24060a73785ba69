package dev.ingot.webui.app;

import dev.ingot.api.app.App;
import dev.ingot.api.client.ApiClient;
import dev.ingot.api.error.ApiException;
import dev.ingot.api.route.Route;
import dev.ingot.webui.page.RouteLink;
import dev.ingot.webui.session.Origin;
import dev.ingot.webui.session.Sessions;
import dev.ingot.webui.session.UiSession;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;

/** `/ui/apps/<guid>`: one app, and the parts of its page that are asked for again and again. */
@Controller
@RequestMapping("/ui/apps/{guid}")
class AppPage {
  private static final Clock CLOCK = Clock.systemUTC();

  private final Sessions sessions;

  AppPage(Sessions sessions) {
    this.sessions = sessions;
  }

  @GetMapping
  String page(@PathVariable String guid, HttpServletRequest request, Model model) {
    ApiClient api = fill(guid, request, model);
    activity(api, guid, request, model);
    return "ui/app";
  }

  @GetMapping("/overview")
  String overview(@PathVariable String guid, HttpServletRequest request, Model model) {
    fill(guid, request, model);
    return "ui/app :: overview";
  }

  @GetMapping("/activity")
  String activity(@PathVariable String guid, HttpServletRequest request, Model model) {
    activity(UiSession.of(request).api(sessions), checked(guid), request, model);
    return "ui/app :: activity";
  }

  private ApiClient fill(String guid, HttpServletRequest request, Model model) {
    UiSession session = UiSession.of(request);
    ApiClient api = session.api(sessions);
    model.addAttribute("signedIn", session);
    model.addAttribute("app", Overview.of(api, api.get("/v3/apps/" + checked(guid), App.class)));
    return api;
  }

  private void activity(ApiClient api, String guid, HttpServletRequest request, Model model) {
    Origin origin = Origin.of(request);
    model.addAttribute("guid", guid);
    model.addAttribute("activity", Activity.of(api, guid, CLOCK.instant()));
    model.addAttribute("routes", api.list("/v3/apps/" + guid + "/routes", Route.class).stream().map(route -> RouteLink.of(route, origin)).toList());
  }

  /** A guid goes into API paths: nothing but guid characters. */
  static String checked(String guid) {
    if (!guid.matches("[A-Za-z0-9-]{1,64}")) {
      throw ApiException.notFound("App");
    }
    return guid;
  }
}
