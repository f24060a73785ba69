package dev.ingot.cli.build;

import dev.ingot.api.app.App;
import dev.ingot.api.build.Build;
import dev.ingot.api.build.BuildReport;
import dev.ingot.api.packages.AppPackage;
import dev.ingot.cli.Failure;
import dev.ingot.cli.session.Output;
import dev.ingot.cli.session.Session;
import dev.ingot.cli.upload.PackageUpload;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** `ingot plan`: detection only. Leaves nothing behind (decision 0043). */
@Command(name = "plan", mixinStandardHelpOptions = true, sortOptions = false,
    description = {"Show which buildpacks would build a directory, and why.", "Runs detection at the targeted platform and nothing else; nothing stays there."},
    footer = {"", "Exit code 1 when no group of buildpacks takes the directory. Processes are known only after a build.", "", "Examples:", "  ingot plan", "  ingot plan samples/shop -b ingot/nodejs -b ingot/procfile",
        "  ingot plan --app shop --json"})
public final class PlanCommand implements Callable<Integer> {
  @Mixin
  private SourceOptions options = new SourceOptions();

  @Mixin
  private Output output = new Output();

  @Override
  public Integer call() throws IOException, InterruptedException {
    Session session = Session.open();
    session.space();
    Source source = options.source();
    Optional<App> known = session.findApp(source.name());
    if (known.isPresent()) {
      return plan(session, source, known.get());
    }
    // A name of its own: somebody may push an app of the plain name meanwhile, and this one is deleted.
    App scratch = OneShot.create(session, source, source.name() + "-plan-" + UUID.randomUUID().toString().substring(0, 8));
    try (var _ = new OneShot.Temporary(session, "/v3/apps/" + scratch.guid())) {
      return plan(session, source, scratch);
    }
  }

  private int plan(Session session, Source source, App app) throws IOException {
    AppPackage uploaded = new PackageUpload(session, output).upload(app, source.path());
    try (var _ = new OneShot.Temporary(session, "/v3/packages/" + uploaded.guid())) {
      output.say("Detecting");
      Build build = new Staging(session, output).await(OneShot.request(app, source, uploaded.guid(), true));
      BuildReport report = Staging.report(session, build);
      if (!output.printed(report)) {
        PlanText.print(report, System.out);
      }
      if (!build.state().equals("FAILED")) {
        return 0;
      }
      if (output.json()) {
        return LifecycleExit.of(report);
      }
      throw new Failure(FailedBuild.text(build, report, report.detection() == null), LifecycleExit.of(report));
    }
  }
}
