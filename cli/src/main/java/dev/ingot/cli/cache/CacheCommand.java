package dev.ingot.cli.cache;

import dev.ingot.api.app.App;
import dev.ingot.api.buildcache.BuildCache;
import dev.ingot.cli.session.Output;
import dev.ingot.cli.session.Session;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** `ingot cache show|purge NAME`. */
@Command(name = "cache", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "show|purge",
    description = "Show or throw away what cells keep between the builds of an app.", subcommands = {CacheCommand.Show.class, CacheCommand.Purge.class},
    footer = {"", "Examples:", "  ingot cache show shop", "  ingot cache purge shop"})
public final class CacheCommand {

  /** `ingot cache show NAME`. */
  @Command(name = "show", mixinStandardHelpOptions = true, description = "Show size and layers of an app's build cache on each cell that holds it.",
      footer = {"", "Examples:", "  ingot cache show shop", "  ingot cache show shop --json"})
  static final class Show implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", description = "Name of the app.")
    private String name = "";

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() {
      Session session = Session.open();
      BuildCache cache = read(session, session.app(name));
      if (!output.printed(cache)) {
        CacheText.print(name, cache, System.out);
      }
      return 0;
    }
  }

  /** `ingot cache purge NAME`. */
  @Command(name = "purge", mixinStandardHelpOptions = true, description = "Throw away an app's build cache on all cells. The next build is slower, and clean.",
      footer = {"", "A cell that is away, or builds the app now, throws its part away before its next build of the app.",
          "For all apps, as an admin: cf curl -X POST /v3/admin/actions/clear_buildpack_cache", "", "Example:", "  ingot cache purge shop"})
  static final class Purge implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", description = "Name of the app.")
    private String name = "";

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() {
      Session session = Session.open();
      App app = session.app(name);
      BuildCache before = read(session, app);
      session.api().await(session.api().call("POST", "/v3/apps/" + app.guid() + "/actions/clear_buildpack_cache", null));
      BuildCache left = read(session, app);
      if (!output.printed(new Purged(before, left))) {
        CacheText.purged(name, before, left, System.out);
      }
      return 0;
    }
  }

  /** What --json prints. */
  record Purged(BuildCache before, BuildCache left) {}

  private static BuildCache read(Session session, App app) {
    return session.api().get("/v3/apps/" + app.guid() + "/buildpack_cache", BuildCache.class);
  }
}
