package dev.ingot.cli.build;

import dev.ingot.api.app.App;
import dev.ingot.api.build.Build;
import dev.ingot.api.build.BuildReport;
import dev.ingot.api.droplet.Droplet;
import dev.ingot.api.packages.AppPackage;
import dev.ingot.cli.Failure;
import dev.ingot.cli.session.Output;
import dev.ingot.cli.session.Session;
import dev.ingot.cli.upload.PackageUpload;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** `ingot build`: an image out of a directory, at the targeted platform; the app goes on with what it has (decision 0043). */
@Command(name = "build", mixinStandardHelpOptions = true, sortOptions = false,
    description = {"Build an image out of a directory without deploying it.",
        "It is built by the targeted platform as a push would. The app's droplet, routes and instances stay as they are; a missing app is created, stopped."},
    footer = {"", "Shows the buildpacks and their plan, the time of each phase, the layers of the image, and how to run it with docker.", "", "Examples:", "  ingot build",
        "  ingot build samples/shop --app shop-try -b ingot/nodejs", "  ingot build target/shop.jar --app shop --json"})
public final class BuildCommand implements Callable<Integer> {
  @Mixin
  private SourceOptions options = new SourceOptions();

  @Mixin
  private Output output = new Output();

  /** What --json prints. @param created the app did not exist before; @param droplet null when the build failed; @param run how to run it elsewhere */
  record Outcome(String app, boolean created, BuildReport report, @Nullable Droplet droplet, List<String> run) {}

  @Override
  public Integer call() throws IOException, InterruptedException {
    Session session = Session.open();
    session.space();
    Source source = options.source();
    Optional<App> known = session.findApp(source.name());
    App app = known.orElseGet(() -> OneShot.create(session, source, source.name()));
    if (known.isEmpty()) {
      output.say("App %s did not exist: created, stopped and without a route. To remove it: ingot delete %s", app.name(), app.name());
    }
    AppPackage uploaded = new PackageUpload(session, output).upload(app, source.path());
    // What could not be built must not be what the next restage finds.
    try (OneShot.Temporary bits = new OneShot.Temporary(session, "/v3/packages/" + uploaded.guid())) {
      Build build = new Staging(session, output).follow(app, OneShot.request(app, source, uploaded.guid(), false));
      BuildReport report = Staging.report(session, build);
      if (build.state().equals("FAILED")) {
        if (output.printed(new Outcome(app.name(), known.isEmpty(), report, null, List.of()))) {
          return LifecycleExit.of(report);
        }
        throw new Failure(FailedBuild.text(build, report, true), LifecycleExit.of(report));
      }
      bits.keep();
      show(session, app, known.isEmpty(), build, report);
      return 0;
    }
  }

  private void show(Session session, App app, boolean created, Build build, BuildReport report) {
    if (build.droplet() == null) {
      throw new Failure("build " + build.guid() + " is staged but names no droplet; see the controller's log");
    }
    Droplet droplet = session.api().get("/v3/droplets/" + build.droplet().guid(), Droplet.class);
    List<String> run = DockerHint.of(String.valueOf(droplet.image()));
    if (!output.printed(new Outcome(app.name(), created, report, droplet, run))) {
      BuildText.print(report, droplet, System.out);
      System.out.println();
      System.out.println("Run it with docker:");
      run.forEach(line -> System.out.println("  " + line));
      System.out.println("Deploy it: ingot push " + app.name() + " (every layer is there already), or cf set-droplet " + app.name() + " " + droplet.guid());
    }
  }
}
