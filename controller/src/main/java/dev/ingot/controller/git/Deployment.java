package dev.ingot.controller.git;

import dev.ingot.api.app.App;
import dev.ingot.api.build.Build;
import dev.ingot.api.client.ApiClient;
import dev.ingot.api.error.ApiException;
import dev.ingot.api.packages.AppPackage;
import dev.ingot.api.process.ProcessStats;
import dev.ingot.api.route.Route;
import dev.ingot.controller.log.LogStore;
import java.io.FileNotFoundException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/**
 * Brings one commit to life over the v3 API, as the user who pushed: manifest, package, build, droplet, start. Up to the droplet a failure
 * refuses the push; after that the app is deployed, and what goes wrong is told.
 */
final class Deployment {
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(30);

  private final ApiClient api;
  private final LogStore logs;
  private final Progress progress;
  private final GitLimits limits;
  private final Clock clock;

  Deployment(ApiClient api, LogStore logs, Progress progress, GitLimits limits, Clock clock) {
    this.api = api;
    this.logs = logs;
    this.progress = progress;
    this.limits = limits;
    this.clock = clock;
  }

  /** Makes or changes the app as the manifest says, and answers its guid. */
  String prepare(String spaceGuid, String app, AppManifest manifest) throws InterruptedException {
    ApiClient.Answer answer = api.send("POST", "/v3/spaces/" + spaceGuid + "/actions/apply_manifest", "application/x-yaml",
        BodyPublishers.ofString(manifest.yaml()));
    awaitJob(answer.location().orElseThrow(() -> new PushRefused("The platform did not say how applying the manifest goes on: try again")));
    return api.page("/v3/apps?names=" + app + "&space_guids=" + spaceGuid, App.class).stream().findFirst()
        .orElseThrow(() -> new PushRefused("The app " + app + " was deleted meanwhile: push again")).guid();
  }

  /** Uploads the zip and builds it; answers the droplet's guid. */
  String build(String appGuid, Path zip) throws InterruptedException, FileNotFoundException {
    AppPackage bits = api.post("/v3/packages", Map.of("type", "bits", "relationships", Map.of("app", Map.of("data", Map.of("guid", appGuid)))),
        AppPackage.class);
    upload(bits.guid(), zip);
    try (LogStore.Subscription following = logs.follow(appGuid, line -> {
      if (line.getSourceType().startsWith("STG")) {
        progress.say(line.getPayload().toString(StandardCharsets.UTF_8));
      }
    })) {
      Build build = api.post("/v3/builds", Map.of("package", Map.of("guid", bits.guid())), Build.class);
      return Objects.requireNonNull(awaitBuild(build).droplet(), "a STAGED build has a droplet").guid();
    }
  }

  private void upload(String packageGuid, Path zip) throws FileNotFoundException {
    String boundary = "ingot-" + UUID.randomUUID();
    String head = "--" + boundary + "\r\nContent-Disposition: form-data; name=\"bits\"; filename=\"package.zip\"\r\n"
        + "Content-Type: application/zip\r\n\r\n";
    HttpRequest.BodyPublisher body = BodyPublishers.concat(BodyPublishers.ofString(head), BodyPublishers.ofFile(zip),
        BodyPublishers.ofString("\r\n--" + boundary + "--\r\n"));
    api.send("POST", "/v3/packages/" + packageGuid + "/upload", "multipart/form-data; boundary=" + boundary, body);
    Instant end = clock.instant().plus(limits.start());
    try {
      for (AppPackage bits = get(packageGuid); !bits.state().equals("READY"); bits = get(packageGuid)) {
        if (bits.state().equals("FAILED") || clock.instant().isAfter(end)) {
          throw new PushRefused("The platform did not accept the files: the package is " + bits.state() + ". Push again");
        }
        Thread.sleep(POLL);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PushRefused("The platform is stopping: push again later");
    }
  }

  private AppPackage get(String packageGuid) {
    return api.get("/v3/packages/" + packageGuid, AppPackage.class);
  }

  private Build awaitBuild(Build started) throws InterruptedException {
    Instant begin = clock.instant();
    Instant told = begin;
    Build build = started;
    while (build.state().equals("STAGING")) {
      if (clock.instant().isAfter(begin.plus(limits.build()))) {
        throw new PushRefused("The build did not end within " + limits.build().toMinutes() + " minutes: look at `ingot logs`, then push again");
      }
      if (clock.instant().isAfter(told.plus(SIGN_OF_LIFE))) {
        told = clock.instant();
        progress.say("still building (" + Duration.between(begin, told).toSeconds() + " s)");
      }
      Thread.sleep(POLL);
      build = api.get("/v3/builds/" + started.guid(), Build.class);
    }
    if (build.state().equals("FAILED")) {
      throw new PushRefused("The build failed: " + Objects.requireNonNullElse(build.error(), "no reason was given")
          + "\nNothing was deployed, what ran before still runs. Correct it, commit, and push again.");
    }
    return build;
  }

  private void awaitJob(String path) throws InterruptedException {
    Instant end = clock.instant().plus(limits.start());
    while (true) {
      JsonNode job = api.get(path);
      switch (job.path("state").asString("")) {
        case "COMPLETE" -> {
          return;
        }
        case "FAILED" -> throw new PushRefused("The manifest could not be applied: "
            + job.path("errors").path(0).path("detail").asString("no reason was given"));
        default -> {
          if (clock.instant().isAfter(end)) {
            throw new PushRefused("Applying the manifest did not end within " + limits.start().toMinutes() + " minutes: push again");
          }
          Thread.sleep(POLL);
        }
      }
    }
  }

  /** Makes the droplet the current one and replaces the instances. From here on the app is deployed. */
  void release(String appGuid, String dropletGuid) {
    api.call("PATCH", "/v3/apps/" + appGuid + "/relationships/current_droplet", Map.of("data", Map.of("guid", dropletGuid)));
    api.call("POST", "/v3/apps/" + appGuid + "/actions/restart", null);
  }

  /** Waits for the first instance and tells how it goes; never throws for an app that does not start. */
  void tellStart(String appGuid, String scheme, String portSuffix) throws InterruptedException {
    progress.say("Starting…");
    Instant end = clock.instant().plus(limits.start());
    while (clock.instant().isBefore(end)) {
      List<ProcessStats.Entry> instances = api.get("/v3/apps/" + appGuid + "/processes/web/stats", ProcessStats.class).resources();
      if (instances.isEmpty()) {
        progress.say("Deployed. The app is scaled to 0 instances: start one with `ingot scale`.");
        return;
      }
      if (instances.stream().anyMatch(instance -> instance.state().equals("RUNNING"))) {
        progress.say("Running. " + urls(appGuid, scheme, portSuffix));
        return;
      }
      if (instances.stream().allMatch(instance -> instance.state().equals("CRASHED"))) {
        progress.say("Deployed, but the app crashed: " + Objects.requireNonNullElse(instances.getFirst().details(), "no reason was given")
            + "\nLook at `ingot logs --recent`, correct it, and push again.");
        return;
      }
      Thread.sleep(POLL);
    }
    progress.say("Deployed, but no instance runs after " + limits.start().toMinutes() + " minutes. Look at `ingot app` and `ingot logs --recent`.");
  }

  private String urls(String appGuid, String scheme, String portSuffix) {
    List<String> urls = api.list("/v3/apps/" + appGuid + "/routes", Route.class).stream()
        .map(route -> scheme + "://" + route.url().replaceFirst("(/|$)", portSuffix + "$1")).toList();
    return urls.isEmpty() ? "It has no route: map one with `ingot map-route`." : String.join("  ", urls);
  }

  /** What the platform refused, as a refusal of the push. */
  static PushRefused refused(ApiException e) {
    return new PushRefused(e.detail() + "\n" + e.code().remedy());
  }
}
