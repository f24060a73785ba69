package dev.ingot.cli.push;

import dev.ingot.api.app.App;
import dev.ingot.api.build.Build;
import dev.ingot.api.common.Ref;
import dev.ingot.api.packages.AppPackage;
import dev.ingot.cli.Failure;
import dev.ingot.cli.app.AppSummary;
import dev.ingot.cli.app.InstanceWatch;
import dev.ingot.cli.build.Staging;
import dev.ingot.cli.manifest.Manifest;
import dev.ingot.cli.session.Output;
import dev.ingot.cli.session.Session;
import dev.ingot.cli.upload.PackageUpload;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A push, step by step: manifest, files, build, start. Each step ends before the next begins; a failure leaves what ran before running. */
final class Push {
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
    AppPackage uploaded = new PackageUpload(session, output).upload(app, wanted.path());
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
