package dev.ingot.buildpacks.python;

import dev.ingot.buildpacks.kit.BuildContext;
import dev.ingot.buildpacks.kit.Buildpack;
import dev.ingot.buildpacks.kit.Command;
import dev.ingot.buildpacks.kit.Freshness;
import dev.ingot.buildpacks.kit.Layer;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;

/** The entry of {@code bin/build}. */
public final class Build implements Buildpack {
  public static void main(String[] args) {
    Buildpack.main(args, new Build());
  }

  @Override
  public void build(BuildContext context) throws IOException {
    var project = Project.of(context);
    var freshness = Freshness.daily();
    context.log().step("Installing Python");
    var python = Interpreter.install(context, project, freshness);
    var manager = Manager.of(context, project);
    var venv = new Packages(context, project, python, manager, freshness).install();
    var web = new WebProcess(context, Packages.installed(venv));
    var settings = web.djangoSettings();
    if (settings.isPresent()) {
      collectStatic(context, settings.get(), python.environment(), venv);
    }
    if (Files.isRegularFile(context.app().resolve("Procfile"))) {
      return;
    }
    web.command().ifPresentOrElse(command -> {
      context.log().info("web: " + command);
      context.launch().shellProcess("web", command);
    }, () -> context.log().warn("no start command: there is no app that is recognised and no main.py. A Procfile or --start-command must say how to start."));
  }

  /** Django's static files have to be in one place before a server can give them out. */
  private static void collectStatic(BuildContext context, String settingsModule, Map<String, String> python, Layer venv) throws IOException {
    var named = context.settings().get("DISABLE_COLLECTSTATIC").map(value -> !value.equals("0") && !value.equals("false")).orElse(false);
    if (named || !context.settings().flag("BP_DJANGO_COLLECTSTATIC", true) || !namesStaticRoot(context, settingsModule)) {
      return;
    }
    context.log().step("python manage.py collectstatic --noinput");
    var env = new HashMap<>(python);
    env.remove("PYTHONHASHSEED");
    Command.of(context.app(), "python", "manage.py", "collectstatic", "--noinput", "--verbosity", "1").env(env).path(venv.dir().resolve("bin"))
        .remedy("Settings that need variables of the running app fail here: give them a default, set the variable before the push, or switch this off with BP_DJANGO_COLLECTSTATIC=false.")
        .run("collecting Django's static files");
  }

  private static boolean namesStaticRoot(BuildContext context, String module) throws IOException {
    var path = module.replace('.', '/');
    var file = context.appText(path + ".py");
    if (file != null) {
      return file.contains("STATIC_ROOT") || file.contains("import *") && folderNames(context, path.contains("/") ? path.substring(0, path.lastIndexOf('/')) : "");
    }
    return folderNames(context, path);
  }

  private static boolean folderNames(BuildContext context, String folder) throws IOException {
    var dir = context.app().resolve(folder);
    if (!Files.isDirectory(dir)) {
      return false;
    }
    try (var files = Files.list(dir)) {
      for (var file : files.filter(name -> name.toString().endsWith(".py")).limit(200).toList()) {
        var text = context.appText(context.app().relativize(file).toString());
        if (text != null && text.contains("STATIC_ROOT")) {
          return true;
        }
      }
    }
    return false;
  }
}
