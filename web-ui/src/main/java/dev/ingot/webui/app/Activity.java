package dev.ingot.webui.app;

import dev.ingot.api.build.Build;
import dev.ingot.api.build.BuildReport;
import dev.ingot.api.client.ApiClient;
import dev.ingot.api.error.ApiException;
import dev.ingot.api.event.AuditEvent;
import dev.ingot.webui.page.Formats;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** What happened to an app: its last build and its newest events. */
record Activity(Optional<LastBuild> build, List<Event> events) {
  private static final int EVENTS = 12;

  /** @param error why it failed; empty when it did not; @param times of its phases, `detect 0.1 s, build 2.3 s`; empty while it runs */
  record LastBuild(String colour, String state, String when, String error, String times) {}

  /** @param when as an age; `time` is the exact time */
  record Event(String type, String actor, String when, String time, String details) {}

  static Activity of(ApiClient api, String guid, Instant now) {
    List<Build> builds = api.page("/v3/builds?app_guids=" + guid + "&order_by=-created_at&per_page=1", Build.class);
    List<AuditEvent> events = api.page("/v3/audit_events?target_guids=" + guid + "&order_by=-created_at&per_page=" + EVENTS, AuditEvent.class);
    return new Activity(builds.stream().findFirst().map(build -> lastBuild(api, build, now)), events.stream().map(event -> event(event, now)).toList());
  }

  private static LastBuild lastBuild(ApiClient api, Build build, Instant now) {
    String colour = switch (build.state()) {
      case "STAGED" -> "ok";
      case "FAILED" -> "bad";
      default -> "busy";
    };
    return new LastBuild(colour, build.state().toLowerCase(Locale.ROOT), Formats.ago(build.createdAt(), now),
        Objects.requireNonNullElse(build.error(), ""), build.state().equals("STAGING") ? "" : times(api, build));
  }

  /** Who may see the app but not its log may not see the report: then there are no times. */
  private static String times(ApiClient api, Build build) {
    try {
      Map<String, Long> millis = new LinkedHashMap<>();
      api.get("/v3/builds/" + build.guid() + "/report", BuildReport.class).timings().forEach(timing -> millis.merge(timing.phase(), timing.millis(), Long::sum));
      return millis.entrySet().stream().map(phase -> String.format(Locale.ROOT, "%s %.1f s", phase.getKey(), phase.getValue() / 1e3)).collect(Collectors.joining(", "));
    } catch (ApiException e) {
      return "";
    }
  }

  private static Event event(AuditEvent event, Instant now) {
    return new Event(event.type(), Objects.requireNonNullElse(event.actor().name(), "platform"), Formats.ago(event.createdAt(), now),
        event.createdAt().toString(), details(event));
  }

  private static String details(AuditEvent event) {
    for (String fact : List.of("reason", "exit_description")) {
      if (event.data() != null && event.data().get(fact) instanceof String text) {
        return text;
      }
    }
    return "";
  }
}
