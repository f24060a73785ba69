package dev.ingot.buildpacks.python;

import dev.ingot.buildpacks.kit.BuildContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the app is started when nobody says so: Django by manage.py, FastAPI and other ASGI apps by uvicorn, Flask and other WSGI apps by gunicorn, else the one script whose name says
 * that it is the program.
 *
 * @param installed distributions of the app
 */
record WebProcess(BuildContext context, List<String> installed) {
  private static final String BIND = "0.0.0.0:${PORT:-8080}";
  private static final String HOST_AND_PORT = " --host 0.0.0.0 --port ${PORT:-8080}";
  private static final Pattern SETTINGS = Pattern.compile("DJANGO_SETTINGS_MODULE[\"']\\s*,\\s*[\"']([A-Za-z0-9_.]+)[\"']");
  private static final Pattern ASGI = Pattern.compile("(?m)^([A-Za-z_]\\w*)\\s*(?::\\s*[\\w.]+\\s*)?=\\s*(?:\\w+\\.)?(?:FastAPI|Starlette|Litestar|Quart|Sanic)\\(");
  private static final Pattern WSGI = Pattern.compile("(?m)^([A-Za-z_]\\w*)\\s*(?::\\s*[\\w.]+\\s*)?=\\s*(?:\\w+\\.)?(?:Flask|Bottle|Dash)\\(");
  private static final Pattern FACTORY = Pattern.compile("(?m)^def (create_app|make_app)\\(");
  private static final Pattern CALLABLE = Pattern.compile("(?m)^(application|app)\\s*=");
  private static final List<String> PLACES = List.of("main.py", "app.py", "wsgi.py", "asgi.py", "server.py", "api.py", "run.py", "application.py", "app/main.py", "app/__init__.py", "app/app.py", "src/main.py", "src/app.py",
      "src/app/main.py", "api/main.py");

  /**
   * What a server is told to serve.
   *
   * @param file where it is written
   * @param module as Python imports it: from the app's directory, or from its {@code src}
   * @param name of the variable, or a call of the function that makes it
   */
  private record Served(String file, String module, String name) {
    /** Nothing, or what lets Python import from {@code src}; goes before a command. */
    String path() {
      return file.startsWith("src/") ? "env \"PYTHONPATH=src${PYTHONPATH:+:$PYTHONPATH}\" " : "";
    }

    @Override
    public String toString() {
      return module + ":" + name;
    }
  }

  /** A command line for sh; empty when the app gives no sign. */
  Optional<String> command() throws IOException {
    var django = djangoSettings();
    if (django.isPresent()) {
      return Optional.of(django(django.get()));
    }
    var asgi = find(ASGI);
    if (asgi.isPresent() && installed.contains("uvicorn")) {
      return Optional.of(asgi.get().path() + "uvicorn " + asgi.get() + HOST_AND_PORT);
    }
    if (asgi.isPresent() && installed.contains("hypercorn")) {
      return Optional.of(asgi.get().path() + "hypercorn " + asgi.get() + " --bind " + BIND);
    }
    var wsgi = find(WSGI).or(() -> installed.contains("flask") ? factory() : Optional.empty());
    if (wsgi.isPresent()) {
      return Optional.of(wsgi(wsgi.get()));
    }
    if (installed.contains("gunicorn")) {
      var callable = find(CALLABLE);
      if (callable.isPresent()) {
        return Optional.of(callable.get().path() + "gunicorn --bind " + BIND + " " + callable.get());
      }
    }
    return List.of("main.py", "app.py", "server.py", "run.py").stream().filter(name -> Files.isRegularFile(context.app().resolve(name))).map(name -> "python " + name).findFirst();
  }

  /** The settings module that manage.py names. */
  Optional<String> djangoSettings() throws IOException {
    var manage = context.appText("manage.py");
    if (manage == null || !installed.contains("django")) {
      return Optional.empty();
    }
    return Optional.of(SETTINGS.matcher(manage)).filter(Matcher::find).map(match -> match.group(1));
  }

  private String django(String settings) {
    var base = settings.contains(".") ? settings.substring(0, settings.indexOf('.')) : "";
    var module = context.app().resolve(base.replace('.', '/'));
    if (installed.contains("gunicorn") && Files.isRegularFile(module.resolve("wsgi.py"))) {
      return "gunicorn --bind " + BIND + " " + base + ".wsgi:application";
    }
    for (var server : List.of("uvicorn", "daphne", "hypercorn")) {
      if (installed.contains(server) && Files.isRegularFile(module.resolve("asgi.py"))) {
        return switch (server) {
          case "uvicorn" -> "uvicorn " + base + ".asgi:application" + HOST_AND_PORT;
          case "daphne" -> "daphne -b 0.0.0.0 -p ${PORT:-8080} " + base + ".asgi:application";
          default -> "hypercorn " + base + ".asgi:application --bind " + BIND;
        };
      }
    }
    context.log().warn("Django's own server is for development. Add gunicorn to the requirements, and it is used.");
    return "python manage.py runserver --noreload " + BIND;
  }

  private String wsgi(Served served) {
    var callable = served.toString();
    if (installed.contains("gunicorn")) {
      return served.path() + "gunicorn --bind " + BIND + " '" + callable + "'";
    }
    if (installed.contains("waitress")) {
      return served.path() + "waitress-serve --listen=" + BIND + (callable.endsWith("()") ? " --call " + callable.replace("()", "") : " " + callable);
    }
    if (installed.contains("flask")) {
      context.log().warn("Flask's own server is for development. Add gunicorn to the requirements, and it is used.");
      return served.path() + "flask --app " + callable.replace("()", "") + " run" + HOST_AND_PORT;
    }
    return "python " + served.file();
  }

  private Optional<Served> factory() {
    try {
      return find(FACTORY).map(made -> new Served(made.file(), made.module(), made.name() + "()"));
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }

  /** The first match. */
  private Optional<Served> find(Pattern pattern) throws IOException {
    for (var place : places()) {
      var text = context.appText(place);
      var match = text == null ? null : pattern.matcher(text);
      if (match != null && match.find()) {
        var module = place.replaceFirst("^src/", "").replaceFirst("(/__init__)?\\.py$", "").replace('/', '.');
        return Optional.of(new Served(place, module, match.group(1)));
      }
    }
    return Optional.empty();
  }

  private List<String> places() throws IOException {
    var places = new ArrayList<>(PLACES);
    try (var dirs = Files.list(context.app())) {
      for (Path dir : dirs.filter(Files::isDirectory).filter(dir -> Files.isRegularFile(dir.resolve("__init__.py"))).sorted().limit(50).toList()) {
        places.add(dir.getFileName() + "/main.py");
        places.add(dir.getFileName() + "/__init__.py");
        places.add(dir.getFileName() + "/app.py");
      }
    }
    return places;
  }
}
