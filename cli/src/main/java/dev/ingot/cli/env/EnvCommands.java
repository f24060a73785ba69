package dev.ingot.cli.env;

import dev.ingot.api.app.App;
import dev.ingot.api.app.AppEnv;
import dev.ingot.api.app.EnvironmentVariables;
import dev.ingot.cli.session.Output;
import dev.ingot.cli.session.Session;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** env, set-env, unset-env. */
public final class EnvCommands {
  private EnvCommands() {}

  /** `ingot env NAME`. */
  @Command(name = "env", mixinStandardHelpOptions = true, description = "Show the environment of an app.", footer = {"", "Example:", "  ingot env web"})
  public static final class Env implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", description = "Name of the app.")
    private String name = "";

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() {
      Session session = Session.open();
      AppEnv env = session.api().get("/v3/apps/" + session.app(name).guid() + "/env", AppEnv.class);
      if (output.printed(env)) {
        return 0;
      }
      section("Set by users", env.environmentVariables());
      section("Set by operators for all running apps", env.runningEnvJson());
      section("Set by operators while staging", env.stagingEnvJson());
      section("Set by the platform", env.applicationEnvJson());
      section("Bound services", env.systemEnvJson());
      return 0;
    }

    private static void section(String title, @Nullable Map<String, ?> variables) {
      System.out.println(title + ":");
      if (variables == null || variables.isEmpty()) {
        System.out.println("  none");
      } else {
        variables.forEach((name, value) -> System.out.println("  " + name + "=" + value));
      }
    }
  }

  /** `ingot set-env NAME KEY VALUE`. */
  @Command(name = "set-env", aliases = "se", mixinStandardHelpOptions = true, description = "Set a variable; it counts from the next restart on.",
      footer = {"", "Example:", "  ingot set-env web LOG_LEVEL debug && ingot restart web"})
  public static final class SetEnv implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "NAME", description = "Name of the app.")
    private String name = "";

    @Parameters(index = "1", paramLabel = "KEY", description = "Name of the variable.")
    private String key = "";

    @Parameters(index = "2", paramLabel = "VALUE", description = "Its value.")
    private String value = "";

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() {
      return change(name, key, value, output);
    }
  }

  /** `ingot unset-env NAME KEY`. */
  @Command(name = "unset-env", mixinStandardHelpOptions = true, description = "Remove a variable; it counts from the next restart on.",
      footer = {"", "Example:", "  ingot unset-env web LOG_LEVEL"})
  public static final class UnsetEnv implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "NAME", description = "Name of the app.")
    private String name = "";

    @Parameters(index = "1", paramLabel = "KEY", description = "Name of the variable.")
    private String key = "";

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() {
      return change(name, key, null, output);
    }
  }

  private static int change(String name, String key, @Nullable String value, Output output) {
    Session session = Session.open();
    App app = session.app(name);
    var body = Map.of("var", Collections.singletonMap(key, value));
    EnvironmentVariables after = session.api().patch("/v3/apps/" + app.guid() + "/environment_variables", body, EnvironmentVariables.class);
    if (!output.printed(after)) {
      output.say("%s %s. It counts from the next start on: ingot restart %s", key, value == null ? "is removed" : "is set", name);
    }
    return 0;
  }
}
