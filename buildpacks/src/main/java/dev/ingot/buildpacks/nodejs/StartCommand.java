package dev.ingot.buildpacks.nodejs;

import dev.ingot.buildpacks.kit.BuildContext;
import dev.ingot.buildpacks.kit.BuildFailure;
import dev.ingot.buildpacks.kit.Launch;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** How the app is started so that signals reach Node.js itself and not the package manager. */
final class StartCommand {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:@%+=, -]+");
  private static final Pattern OTHER_MANAGER = Pattern.compile("(^|[\\s;&|(])(yarn|yarnpkg|pnpm|pnpx)(\\s|$)");
  private final BuildContext context;
  private final Workspace workspace;
  private final PackageManager manager;

  StartCommand(BuildContext context, Workspace workspace, PackageManager manager) {
    this.context = context;
    this.workspace = workspace;
    this.manager = manager;
  }

  /**
   * The words to run, or empty when the app says nothing. The first of: {@code BP_LAUNCHPOINT}, the script {@code start}, server.js, the field {@code main}, index.js, app.js.
   *
   * @throws BuildFailure when {@code BP_LAUNCHPOINT} is not a file of the app
   */
  Optional<List<String>> words() throws IOException {
    return inApp().map(words -> {
      if (workspace.directory().equals(context.app())) {
        return words;
      }
      var moved = new ArrayList<>(List.of("sh", "-c", "cd \"$0\" && exec \"$@\"", context.app().relativize(workspace.directory()).toString()));
      moved.addAll(words);
      return moved;
    });
  }

  private Optional<List<String>> inApp() throws IOException {
    var app = workspace.started();
    var point = context.settings().get("BP_LAUNCHPOINT").map(file -> file.replaceFirst("^(\\./)+", ""));
    if (point.isPresent()) {
      var file = workspace.directory().resolve(point.get()).normalize();
      if (!file.startsWith(context.app()) || !Files.isRegularFile(file)) {
        throw new BuildFailure("BP_LAUNCHPOINT=" + point.get() + " is not a file of the app. Name the JavaScript file that starts it, such as src/server.js.");
      }
      return Optional.of(List.of("node", point.get()));
    }
    var start = app.script("start").strip();
    if (!start.isEmpty()) {
      return Optional.of(script(app, start));
    }
    for (var file : new String[] {"server.js", app.main(), "index.js", "app.js", "server.mjs", "index.mjs"}) {
      if (!file.isEmpty() && Files.isRegularFile(workspace.directory().resolve(file).normalize())) {
        return Optional.of(List.of("node", file));
      }
    }
    return Optional.empty();
  }

  private List<String> script(PackageJson app, String start) throws IOException {
    if (PLAIN.matcher(start).matches() && start.startsWith("node ") && !hasHooks(app)) {
      return Arrays.asList(start.split("\\s+"));
    }
    if (hasHooks(app) || NodeModules.areZipped(context, manager)) {
      return List.of(needsManager() ? manager.kind().command() : "npm", "run", "start");
    }
    // What npm does for a script, without npm staying in between: its modules' commands come first in the path.
    return List.of("sh", "-c", "PATH=\"$PWD/node_modules/.bin:$PATH\"; export PATH; " + Launch.replacingShell(start));
  }

  private static boolean hasHooks(PackageJson app) {
    return !app.script("prestart").isEmpty() || !app.script("poststart").isEmpty();
  }

  /** Whether yarn or pnpm must be in the image. */
  boolean needsManager() throws IOException {
    var start = workspace.started().script("start");
    return manager.kind() != PackageManager.Kind.NPM
        && (OTHER_MANAGER.matcher(start + "\n" + workspace.started().script("prestart")).find() || (NodeModules.areZipped(context, manager) && !start.startsWith("node ")));
  }
}
