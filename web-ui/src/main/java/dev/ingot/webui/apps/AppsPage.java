package dev.ingot.webui.apps;

import dev.ingot.webui.session.Origin;
import dev.ingot.webui.session.Sessions;
import dev.ingot.webui.session.UiSession;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** `/ui/apps`, and the part of it that htmx asks for again and again. */
@Controller
class AppsPage {
  private final Sessions sessions;

  AppsPage(Sessions sessions) {
    this.sessions = sessions;
  }

  @GetMapping("/ui/apps")
  String page(HttpServletRequest request, Model model) {
    fill(request, model);
    return "ui/apps";
  }

  @GetMapping("/ui/apps/rows")
  String rows(HttpServletRequest request, Model model) {
    fill(request, model);
    return "ui/apps :: rows";
  }

  private void fill(HttpServletRequest request, Model model) {
    UiSession session = UiSession.of(request);
    List<AppRow> rows = AppList.rows(session.api(sessions), Origin.of(request));
    model.addAttribute("signedIn", session);
    model.addAttribute("apps", rows);
    model.addAttribute("origin", Origin.of(request));
    model.addAttribute("running", rows.stream().filter(row -> row.health().equals("ok")).count());
  }
}
