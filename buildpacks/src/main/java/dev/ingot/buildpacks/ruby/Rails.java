package dev.ingot.buildpacks.ruby;

import dev.ingot.buildpacks.kit.BuildContext;
import dev.ingot.buildpacks.kit.Command;
import dev.ingot.buildpacks.kit.Files2;
import dev.ingot.buildpacks.kit.Layer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a Rails app needs beyond its gems: compiled assets, directories that any user of the image may write, and a key for its cookies when nobody gave one. */
final class Rails {
  private static final String SECRET = "SECRET_KEY_BASE";
  /** World-writable like /tmp, because an engine may run the image as any user. */
  private static final int ANYBODY = 01777;
  private static final List<String> WRITTEN = List.of("tmp", "tmp/cache", "tmp/pids", "tmp/sockets", "log");
  /** A key of the app's own is left alone: the variable would win over it. Comments of generated files name the key too. */
  private static final String KEY_FOR_THIS_START = """
      #!/bin/sh
      set -eu
      cd 'APP_DIRECTORY'
      [ -z "${SECRET_KEY_BASE:-}" ] && [ -z "${RAILS_MASTER_KEY:-}" ] && [ ! -f config/master.key ] && [ ! -f config/credentials/production.key ] || exit 0
      if grep -rhs secret_key_base config | grep -qv '^[[:space:]]*#'; then exit 0; fi
      echo "WARNING: SECRET_KEY_BASE is not set, so this start has a random one: sessions end with it and are not shared with other instances. Set it: ingot set-env APP SECRET_KEY_BASE VALUE, then restart." >&2
      printf 'SECRET_KEY_BASE = "%s"\\n' "$(od -An -v -N64 -tx1 /dev/urandom | tr -d ' \\n')" >&3
      """;
  private final BuildContext context;

  private Rails(BuildContext context) {
    this.context = context;
  }

  /** @param names lock file or Gemfile; nothing when the app has no Rails */
  static Optional<Rails> of(BuildContext context, String names) throws IOException {
    boolean gem = Interpreter.gem("railties").matcher(names).find() || Interpreter.gem("rails").matcher(names).find();
    return gem && context.appText("config/application.rb") != null ? Optional.of(new Rails(context)) : Optional.empty();
  }

  String web() {
    return "bundle exec rails server -b 0.0.0.0 -p ${PORT:-8080}";
  }

  /** @param gems environment in which Bundler finds them */
  void prepare(Interpreter ruby, Map<String, String> gems) throws IOException {
    if (context.settings().flag("BP_RAILS_ASSETS", true) && Files.isDirectory(context.app().resolve("app/assets")) && !Files.isDirectory(context.app().resolve("public/assets"))) {
      assets(ruby, gems);
    }
    for (var name : WRITTEN) {
      var dir = context.app().resolve(name);
      // What is behind a link of the app's own is not ours to open.
      if (!Files.isDirectory(dir.getParent(), LinkOption.NOFOLLOW_LINKS)) {
        continue;
      }
      if (!Files.exists(dir, LinkOption.NOFOLLOW_LINKS)) {
        Files.createDirectory(dir);
      }
      if (Files.isDirectory(dir, LinkOption.NOFOLLOW_LINKS)) {
        Files.setAttribute(dir, "unix:mode", ANYBODY);
      } else {
        context.log().warn(name + " is no directory, so Rails may be unable to write there");
      }
    }
    context.layer("rails").types(Layer.Type.LAUNCH).clear().execD("secret-key-base", KEY_FOR_THIS_START.replace("APP_DIRECTORY", context.app().toString()));
  }

  private void assets(Interpreter ruby, Map<String, String> gems) throws IOException {
    var env = new HashMap<>(gems);
    env.put("RAILS_ENV", "production");
    env.put("RAILS_LOG_TO_STDOUT", "true");
    env.put(SECRET + "_DUMMY", "1");
    env.put(SECRET, context.settings().get(SECRET, "only-for-the-build"));
    context.log().step("bundle exec rails assets:precompile");
    Command.of(context.app(), "bundle", "exec", "rails", "assets:precompile").env(env).path(ruby.bin())
        .remedy("The app's own messages above say why; BP_RAILS_ASSETS=false switches this off.").run("precompiling Rails' assets");
    Files2.delete(context.app().resolve("tmp/cache/assets"));
  }
}
