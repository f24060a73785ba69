package dev.ingot.cli.push;

import dev.ingot.api.app.App;
import dev.ingot.api.build.Build;
import dev.ingot.api.packages.AppPackage;
import dev.ingot.cli.Failure;
import dev.ingot.cli.app.AppSummary;
import dev.ingot.cli.app.InstanceWatch;
import dev.ingot.cli.build.Staging;
import dev.ingot.cli.session.Output;
import dev.ingot.cli.session.Session;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** `ingot restage NAME`. */
@Command(name = "restage", mixinStandardHelpOptions = true, description = "Build the last upload of an app again and replace its instances.",
    footer = {"", "Example:", "  ingot restage web"})
public final class RestageCommand implements Callable<Integer> {
  @Parameters(paramLabel = "NAME", description = "Name of the app.")
  private String name = "";

  @Mixin
  private Output output = new Output();

  @Override
  public Integer call() throws InterruptedException {
    Session session = Session.open();
    App app = session.app(name);
    AppPackage last = session.api().find("/v3/packages?states=READY&order_by=-created_at&per_page=1&page=1&app_guids=" + app.guid(), AppPackage.class)
        .orElseThrow(() -> new Failure("nothing was uploaded for app " + name + " yet. In its directory: ingot push " + name));
    Build build = new Staging(session, output).run(app, last.guid());
    session.api().patch("/v3/apps/" + app.guid() + "/relationships/current_droplet", Map.of("data", Map.of("guid", String.valueOf(build.droplet().guid()))), JsonNode.class);
    App restarted = session.api().post("/v3/apps/" + app.guid() + "/actions/restart", null, App.class);
    new InstanceWatch(session, restarted).await(output, "web");
    AppSummary summary = AppSummary.of(session, restarted);
    if (!output.printed(summary)) {
      summary.print(System.out);
    }
    return 0;
  }
}
