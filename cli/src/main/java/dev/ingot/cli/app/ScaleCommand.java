package dev.ingot.cli.app;

import dev.ingot.api.app.App;
import dev.ingot.api.process.AppProcess;
import dev.ingot.api.process.ScaleRequest;
import dev.ingot.cli.session.Output;
import dev.ingot.cli.session.Session;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** `ingot scale NAME`. */
@Command(name = "scale", mixinStandardHelpOptions = true, description = "Change how many instances run and how much each may use.",
    footer = {"", "Examples:", "  ingot scale web -i 3", "  ingot scale web -m 512M -k 1G      replaces the instances one by one",
        "  ingot scale web --process worker -i 2"})
public final class ScaleCommand implements Callable<Integer> {
  @Parameters(paramLabel = "NAME", description = "Name of the app.")
  private String name = "";

  @Option(names = {"-i", "--instances"}, paramLabel = "N", description = "Number of instances.")
  private @Nullable Integer instances;

  @Option(names = {"-m", "--memory"}, paramLabel = "AMOUNT", description = "Memory of each instance: 256M, 1G.")
  private @Nullable String memory;

  @Option(names = {"-k", "--disk"}, paramLabel = "AMOUNT", description = "Disk of each instance: 512M, 1G.")
  private @Nullable String disk;

  @Option(names = "--process", paramLabel = "TYPE", description = "Process type. Default: web.", defaultValue = "web")
  private String process = "web";

  @Mixin
  private Output output = new Output();

  @Override
  public Integer call() {
    Session session = Session.open();
    App app = session.app(name);
    if (instances != null || memory != null || disk != null) {
      ScaleRequest request = new ScaleRequest(instances, memory == null ? null : Sizes.parseMegabytes("--memory", memory),
          disk == null ? null : Sizes.parseMegabytes("--disk", disk), null);
      session.api().post("/v3/apps/" + app.guid() + "/processes/" + process + "/actions/scale", request, AppProcess.class);
      if (app.state().equals("STARTED")) {
        new InstanceWatch(session, app).await(output, process);
      }
    }
    AppSummary summary = AppSummary.of(session, app);
    if (!output.printed(summary)) {
      summary.print(System.out);
    }
    return 0;
  }
}
