package dev.ingot.cli.push;

import dev.ingot.api.app.App;
import dev.ingot.api.build.Build;
import dev.ingot.api.common.Ref;
import dev.ingot.api.common.ToOne;
import dev.ingot.api.packages.AppPackage;
import dev.ingot.api.packages.PackageRequest;
import dev.ingot.cli.Failure;
import dev.ingot.cli.app.AppSummary;
import dev.ingot.cli.app.InstanceWatch;
import dev.ingot.cli.app.Sizes;
import dev.ingot.cli.session.Output;
import dev.ingot.cli.session.Session;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** A push, step by step: manifest, files, build, start. Each step ends before the next begins; a failure leaves what ran before running. */
final class Push {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private final Session session;
  private final Output output;
  private final boolean noStart;
  private final List<AppSummary> done = new ArrayList<>();

  Push(Session session, Output output, boolean noStart) {
    this.session = session;
    this.output = output;
    this.noStart = noStart;
  }

  /** Creates the apps and their routes, sets what the manifest says. */
  void apply(Manifest manifest) {
    output.say("Pushing to space %s at %s", session.space().name(), session.target().api());
    var answer = session.api().send("POST", "/v3/spaces/" + session.space().guid() + "/actions/apply_manifest", "application/x-yaml",
        BodyPublishers.ofString(manifest.toYaml()));
    session.api().await(answer);
  }

  void deploy(Manifest.App wanted) throws IOException, InterruptedException {
    long started = System.nanoTime();
    App app = session.app(wanted.name());
    AppPackage uploaded = upload(app, wanted);
    if (noStart) {
      output.say("Uploaded %s. Build and start it: ingot restage %s", app.name(), app.name());
      done.add(AppSummary.of(session, app));
      return;
    }
    Build build = new Staging(session, output).run(app, uploaded.guid());
    start(app, build);
    AppSummary summary = AppSummary.of(session, session.app(wanted.name()));
    done.add(summary);
    if (!output.json()) {
      summary.print(System.out);
      output.say("%nPushed %s in %.1f s%s", app.name(), (System.nanoTime() - started) / 1e9, summary.urls().isEmpty() ? "" : ": " + String.join(" ", summary.urls()));
    }
  }

  private AppPackage upload(App app, Manifest.App wanted) throws IOException {
    try (AppDirectory directory = AppDirectory.of(wanted.path());
        Upload upload = Upload.prepare(session.api(), SourceFiles.of(directory.path()))) {
      output.say("Uploading %s: %s", app.name(), upload.zip() == null ? "nothing, the platform has all " + upload.files() + " files"
          : upload.sentFiles() + " of " + upload.files() + " files, " + Sizes.bytes(upload.size()));
      var request = new PackageRequest("bits", null, new PackageRequest.Relationships(ToOne.of(app.guid())), null);
      AppPackage created = session.api().post("/v3/packages", request, AppPackage.class);
      Multipart body = new Multipart(JSON.writeValueAsString(upload.matched()), upload.zip());
      UploadBar bar = new UploadBar(System.out, upload.size());
      var answer = session.api().send("POST", "/v3/packages/" + created.guid() + "/upload", body.contentType(),
          body.publisher(output.json() ? sent -> { } : bar::sent));
      return ready(JSON.readValue(answer.body(), AppPackage.class));
    }
  }

  private AppPackage ready(AppPackage uploaded) {
    AppPackage current = uploaded;
    while (current.state().equals("PROCESSING_UPLOAD")) {
      Staging.pause();
      current = session.api().get("/v3/packages/" + uploaded.guid(), AppPackage.class);
    }
    if (!current.state().equals("READY")) {
      throw new Failure("the platform refused the upload: " + current.data().error().orElse(current.state().toLowerCase(Locale.ROOT)));
    }
    return current;
  }

  private void start(App app, Build build) {
    Ref droplet = build.droplet();
    if (droplet == null) {
      throw new Failure("build " + build.guid() + " is staged but names no droplet; see the controller's log");
    }
    output.say("Starting %s", app.name());
    session.api().patch("/v3/apps/" + app.guid() + "/relationships/current_droplet", Map.of("data", Map.of("guid", droplet.guid())), tools.jackson.databind.JsonNode.class);
    App restarted = session.api().post("/v3/apps/" + app.guid() + "/actions/restart", null, App.class);
    new InstanceWatch(session, restarted).await(output, "web");
  }

  void printJson() {
    if (output.json()) {
      output.printed(done.size() == 1 ? done.getFirst() : done);
    }
  }
}
