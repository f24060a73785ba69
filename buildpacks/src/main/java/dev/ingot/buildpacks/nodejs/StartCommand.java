package dev.ingot.buildpacks.nodejs;

import dev.ingot.buildpacks.kit.BuildContext;
import dev.ingot.buildpacks.kit.Launch;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** How the app is started so that signals reach Node.js itself and not npm. */
final class StartCommand {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:@%+=, -]+");

  private StartCommand() {}

  /** The words to run, or empty when the app says nothing. The first of: the script {@code start}, server.js, the field {@code main}, index.js, app.js. */
  static Optional<List<String>> of(BuildContext context, PackageJson app) {
    var start = app.script("start").strip();
    if (!start.isEmpty()) {
      return Optional.of(words(app, start));
    }
    for (var file : new String[] {"server.js", app.main(), "index.js", "app.js", "server.mjs", "index.mjs"}) {
      if (!file.isEmpty() && Files.isRegularFile(context.app().resolve(file).normalize())) {
        return Optional.of(List.of("node", file));
      }
    }
    return Optional.empty();
  }

  private static List<String> words(PackageJson app, String start) {
    if (!app.script("prestart").isEmpty() || !app.script("poststart").isEmpty()) {
      return List.of("npm", "start");
    }
    if (PLAIN.matcher(start).matches() && start.startsWith("node ")) {
      return Arrays.asList(start.split("\\s+"));
    }
    // What npm does for a script, without npm staying in between: its modules' commands come first in the path.
    return List.of("sh", "-c", "PATH=\"$PWD/node_modules/.bin:$PATH\"; export PATH; " + Launch.replacingShell(start));
  }
}
