package dev.ingot.buildpacks.php;

import dev.ingot.buildpacks.kit.BuildContext;
import dev.ingot.buildpacks.kit.BuildFailure;
import dev.ingot.buildpacks.kit.Buildpack;
import dev.ingot.buildpacks.kit.Files2;
import dev.ingot.buildpacks.kit.Freshness;
import dev.ingot.buildpacks.kit.Layer;
import dev.ingot.buildpacks.kit.nginx.Nginx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** The entry of {@code bin/build}. */
public final class Build implements Buildpack {
  public static void main(String[] args) {
    Buildpack.main(args, new Build());
  }

  @Override
  public void build(BuildContext context) throws IOException {
    var composer = Composer.of(context);
    composer.requireVendored(context);
    context.log().step("Installing PHP");
    var php = Runtime.install(context, composer, Freshness.daily());
    if (Files.isDirectory(context.app().resolve(".php.ini.d"))) {
      php.envDefault("PHP_INI_SCAN_DIR", php.dir().resolve("settings/conf.d") + ":" + context.app().resolve(".php.ini.d"));
    } else {
      php.envDefault("PHP_INI_SCAN_DIR", php.dir().resolve("settings/conf.d").toString());
    }
    var nginx = Nginx.install(context, Freshness.daily(), List.of());
    var root = root(context);
    var server = context.layer("server").types(Layer.Type.LAUNCH).clear();
    var config = Files.writeString(server.dir().resolve("nginx.conf"), nginxConfig(context, root, nginx));
    var pools = Files.writeString(server.dir().resolve("php-fpm.conf"), resource("php-fpm.conf") + include(context.app().resolve(".php.fpm.d")));
    server.script("bin", "serve-php", resource("serve-php.sh").replace("@CONF@", config.toString()).replace("@POOLS@", pools.toString()));
    check(nginx, config);
    var relative = context.app().relativize(root).toString();
    context.log().info("serving " + (relative.isEmpty() ? "the app's directory" : relative));
    context.launch().process("web", List.of("serve-php"), List.of());
  }

  /** {@code BP_PHP_WEB_DIR}, else where frameworks have their index.php. */
  private static Path root(BuildContext context) throws IOException {
    var app = context.app();
    var named = context.settings().get("BP_PHP_WEB_DIR");
    if (named.isPresent()) {
      var root = app.resolve(named.get().replaceFirst("^/+", "")).normalize();
      if (!root.startsWith(app) || !Files.isDirectory(root) || !root.toRealPath().startsWith(app.toRealPath())) {
        throw new BuildFailure("BP_PHP_WEB_DIR=" + named.get() + " is not a directory inside the app. Correct it.");
      }
      return root;
    }
    for (var guess : List.of("public", "web", "htdocs", "webroot", "")) {
      if (Files.isRegularFile(app.resolve(guess).resolve("index.php"))) {
        return app.resolve(guess).normalize();
      }
    }
    throw new BuildFailure("There is no index.php in the app's directory, public/, web/, htdocs/ or webroot/. Add one, or name the directory with BP_PHP_WEB_DIR.");
  }

  private static String nginxConfig(BuildContext context, Path root, Nginx nginx) throws IOException {
    for (var path : List.of(root, context.app())) {
      if (!path.toString().matches("[^\"$;{}\\\\\\p{Cntrl}@]+")) {
        throw new BuildFailure("The path " + path + " has characters that nginx's configuration cannot hold. Rename the directory.");
      }
    }
    boolean front = Files.isRegularFile(root.resolve("index.php")) && context.settings().flag("BP_PHP_FRONT_CONTROLLER", true);
    return resource("nginx.conf").replace("@ROOT@", root.toString()).replace("@SETTINGS@", nginx.settings().toString())
        .replace("@FALLBACK@", front ? "/index.php$is_args$args" : "=404")
        .replace("@HTTPS@", context.settings().flag("BP_PHP_ENABLE_HTTPS_REDIRECT", false) ? "if ($http_x_forwarded_proto = http) { return 301 https://$host$request_uri; }" : "")
        .replace("@HTTP_FILES@", includes(context, "-http.conf")).replace("@SERVER_FILES@", includes(context, "-server.conf"));
  }

  /** The app's own directives, as Paketo's users place them. */
  private static String includes(BuildContext context, String suffix) throws IOException {
    var dir = context.app().resolve(".nginx.conf.d");
    if (!Files.isDirectory(dir)) {
      return "";
    }
    return Files2.list(dir).stream().filter(file -> file.getFileName().toString().matches("[A-Za-z0-9._-]+" + suffix.replace(".", "\\."))).map(file -> "include \"" + file + "\";").collect(Collectors.joining(" "));
  }

  private static String include(Path dir) {
    return Files.isDirectory(dir) ? "\ninclude = " + dir + "/*.conf\n" : "";
  }

  private static void check(Nginx nginx, Path config) throws IOException {
    var scratch = Files.createTempDirectory("ingot-php");
    try {
      var filled = Files.readString(config).replace("@PORT@", "8080").replace("@TMP@", scratch.toString()).replace("@ACCESS@", "off");
      nginx.check(Files.writeString(scratch.resolve("nginx.conf"), filled), scratch, "nginx's configuration (files in .nginx.conf.d)");
    } finally {
      Files2.delete(scratch);
    }
  }

  private static String resource(String name) throws IOException {
    try (var in = Build.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new BuildFailure("The buildpack's own file " + name + " is missing: it is installed incompletely.");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
