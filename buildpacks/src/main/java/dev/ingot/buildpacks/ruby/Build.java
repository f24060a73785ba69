package dev.ingot.buildpacks.ruby;

import dev.ingot.buildpacks.kit.BuildContext;
import dev.ingot.buildpacks.kit.BuildFailure;
import dev.ingot.buildpacks.kit.Buildpack;
import dev.ingot.buildpacks.kit.Command;
import dev.ingot.buildpacks.kit.Freshness;
import dev.ingot.buildpacks.kit.Layer;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
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
    boolean rails = Interpreter.gem("railties").matcher(names).find() || Interpreter.gem("rails").matcher(names).find();
    if (rails && context.settings().flag("BP_RAILS_ASSETS", true) && Files.isDirectory(context.app().resolve("app/assets")) && !Files.isDirectory(context.app().resolve("public/assets"))) {
      assets(context, ruby, gems, layer, locked);
    }
    if (Files.isRegularFile(context.app().resolve("Procfile"))) {
      return;
    }
    web(context, names, rails).ifPresentOrElse(command -> {
      context.log().info("web: " + command);
      context.launch().shellProcess("web", command);
    }, () -> context.log().warn("no start command: there is no config.ru, Rails or app.rb. A Procfile or --start-command must say how to start."));
  }

  /** All gems by name: the lock file's when there is one. */
  private static String names(BuildContext context) throws IOException {
    var lock = context.appText("Gemfile.lock");
    return lock != null ? lock : String.valueOf(context.appText("Gemfile"));
  }

  private static Optional<String> web(BuildContext context, String names, boolean rails) throws IOException {
    boolean puma = Interpreter.gem("puma").matcher(names).find();
    if (rails && context.appText("config/application.rb") != null) {
      return Optional.of("bundle exec rails server -b 0.0.0.0 -p ${PORT:-8080}");
    }
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

  private static void assets(BuildContext context, Interpreter ruby, Gems gems, Layer layer, boolean locked) throws IOException {
    var env = new HashMap<>(gems.environment(layer, locked));
    env.put("RAILS_ENV", "production");
    env.put("SECRET_KEY_BASE_DUMMY", "1");
    context.settings().get("SECRET_KEY_BASE").or(() -> Optional.of("only-for-the-build")).ifPresent(secret -> env.put("SECRET_KEY_BASE", secret));
    context.log().step("bundle exec rails assets:precompile");
    Command.of(context.app(), "bundle", "exec", "rails", "assets:precompile").env(env).path(ruby.bin())
        .remedy("The app's own messages above say why; BP_RAILS_ASSETS=false switches this off.").run("precompiling Rails' assets");
  }
}
