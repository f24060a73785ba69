package dev.ingot.controller.auth.http;

import dev.ingot.controller.http.Links;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What a client must ask its user for to log in (cf-cli-contract.md §1.4). A browser gets {@link LoginPages} at the same path. */
@RestController
class LoginEndpoint {
  // CLIs take features of UAA from it; those of 77 that they use are here.
  private static final String VERSION = "77.0.0";
  private final Links links;
  private final ObjectProvider<LoginChoice.Source> choices;
  private final Clock clock;

  LoginEndpoint(Links links, ObjectProvider<LoginChoice.Source> choices, Clock clock) {
    this.links = links;
    this.choices = choices;
    this.clock = clock;
  }

  @GetMapping({"/login", "/uaa/login", "/info", "/uaa/info"})
  ResponseEntity<Map<String, Object>> login() {
    var all = new LinkedHashMap<String, Object>();
    all.put("app", Map.of("version", VERSION));
    all.put("links", Map.of("uaa", links.href("/uaa"), "login", links.href("/uaa"), "passwd", links.href("/uaa/login")));
    all.put("zone_name", "uaa");
    all.put("entityID", links.href("/uaa"));
    all.put("commit_id", "ingot");
    var providers = new LinkedHashMap<String, String>();
    choices.orderedStream().flatMap(source -> source.choices().stream()).forEach(choice -> providers.put(choice.origin(), links.href(choice.path())));
    all.put("idpDefinitions", providers);
    all.put("prompts", Map.of("username", List.of("text", "Username"), "password", List.of("password", "Password"), "passcode",
        List.of("password", "Temporary Authentication Code ( Get one at " + links.href("/uaa/passcode") + " )")));
    all.put("timestamp", clock.instant().toString());
    return ResponseEntity.ok().header("Vary", "Accept").contentType(MediaType.APPLICATION_JSON).body(all);
  }
}
