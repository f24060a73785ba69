package dev.ingot.buildpacks.ruby;

import dev.ingot.buildpacks.kit.BuildContext;
import dev.ingot.buildpacks.kit.BuildFailure;
import dev.ingot.buildpacks.kit.Buildpack;
import dev.ingot.buildpacks.kit.Freshness;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The entry of {@code bin/build}. */
public final class Build implements Buildpack {
  private static final Pattern SINATRA = Pattern.compile("(?m)^\\s*require\\s*\\(?\\s*[\"']sinatra[\"']");

  public static void main(String[] args) {
    Buildpack.main(args, new Build());
  }

  @Override
  public void build(BuildContext context) throws IOException {
    if (context.appText("Gemfile") == null) {
      throw new BuildFailure("There is no Gemfile in the app's directory. Push the directory that has it.");
    }
    context.log().step("Installing Ruby");
    var ruby = Interpreter.install(context, Freshness.daily());
    boolean locked = context.appText("Gemfile.lock") != null;
    var gems = new Gems(context, ruby);
    var layer = gems.install();
    var names = names(context);
    var rails = Rails.of(context, names);
    if (rails.isPresent()) {
      rails.get().prepare(ruby, gems.environment(layer, locked));
    }
    if (Files.isRegularFile(context.app().resolve("Procfile"))) {
      return;
    }
    (rails.isPresent() ? rails.map(Rails::web) : web(context, names)).ifPresentOrElse(command -> {
      context.log().info("web: " + command);
      context.launch().shellProcess("web", command);
    }, () -> context.log().warn("no start command: there is no config.ru, Rails or app.rb. A Procfile or --start-command must say how to start."));
  }

  /** All gems by name: the lock file's when there is one. */
  private static String names(BuildContext context) throws IOException {
    var lock = context.appText("Gemfile.lock");
    return lock != null ? lock : String.valueOf(context.appText("Gemfile"));
  }

  private static Optional<String> web(BuildContext context, String names) throws IOException {
    boolean puma = Interpreter.gem("puma").matcher(names).find();
    if (context.appText("config.ru") != null) {
      return Optional.of(puma ? "bundle exec puma --bind tcp://0.0.0.0:${PORT:-8080}" : "bundle exec rackup --host 0.0.0.0 --port ${PORT:-8080}");
    }
    for (var name : List.of("app.rb", "main.rb", "server.rb")) {
      var text = context.appText(name);
      if (text != null) {
        return Optional.of("bundle exec ruby " + name + (SINATRA.matcher(text).find() ? " -o 0.0.0.0 -p ${PORT:-8080}" : ""));
      }
    }
    return Optional.empty();
  }
}
