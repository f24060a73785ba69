package dev.ingot.buildpacks.nginx;

import dev.ingot.buildpacks.kit.BuildContext;
import dev.ingot.buildpacks.kit.BuildFailure;
import dev.ingot.buildpacks.kit.Buildpack;
import dev.ingot.buildpacks.kit.Command;
import dev.ingot.buildpacks.kit.Freshness;
import dev.ingot.buildpacks.kit.Layer;
import dev.ingot.buildpacks.kit.nginx.Nginx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;

/** The entry of {@code bin/build}. */
public final class Build implements Buildpack {
  private static final int MAX_TEMPLATES = 200;
  /** Directories that nginx writes to; Debian's own are not writable without rights. */
  private static final List<String> TEMPORARY = List.of("client_body_temp_path", "proxy_temp_path", "fastcgi_temp_path", "uwsgi_temp_path", "scgi_temp_path");

  public static void main(String[] args) {
    Buildpack.main(args, new Build());
  }

  @Override
  public void build(BuildContext context) throws IOException {
    var name = context.settings().get("BP_NGINX_CONF_LOCATION", "nginx.conf");
    var path = context.app().resolve(name).normalize();
    var text = path.startsWith(context.app()) ? context.appText(name) : null;
    if (text == null) {
      throw new BuildFailure("There is no " + name + " in the app's directory. Add it, or correct BP_NGINX_CONF_LOCATION.");
    }
    var main = Template.of(text).check(name);
    var templates = templates(context, path);
    if (!main.namesPort() && templates.values().stream().noneMatch(file -> Template.of(file).namesPort())) {
      throw new BuildFailure("The file " + name + " does not use {{port}}, so nginx would not listen where requests arrive. Write 'listen {{port}};'.");
    }
    var modules = new LinkedHashSet<>(main.modules());
    templates.values().forEach(file -> modules.addAll(Template.of(file).modules()));
    context.log().step("Installing nginx");
    var nginx = Nginx.install(context, Freshness.daily(), modules.stream().map(Template::packageOf).toList());
    var server = context.layer("server").types(Layer.Type.LAUNCH).clear();
    var folder = Files.createDirectories(server.dir().resolve("templates"));
    Files.writeString(folder.resolve("0"), complete(text, main, modules, nginx));
    var list = new StringBuilder("0 " + context.app().relativize(path) + "\n");
    int number = 0;
    for (var file : templates.entrySet()) {
      Files.writeString(folder.resolve(Integer.toString(++number)), modulesIn(file.getValue(), nginx));
      list.append(number).append(' ').append(file.getKey()).append('\n');
    }
    Files.writeString(folder.resolve("list"), list);
    var globals = (main.has("daemon") ? "" : "daemon off; ") + (main.has("pid") ? "" : "pid @TMP@/nginx.pid; ");
    server.script("bin", "serve-nginx", resource("serve-nginx.sh").replace("@APP@", context.app().toString()).replace("@SERVER@", folder.toString()).replace("@SETTINGS@", nginx.settings().toString())
        .replace("@MAIN@", context.app().relativize(path).toString()).replace("@GLOBALS@", globals));
    boolean needsVariables = main.needsVariables() || templates.values().stream().anyMatch(file -> Template.of(file).needsVariables());
    check(context, server, nginx, needsVariables);
    context.launch().process("web", List.of("serve-nginx"), List.of());
  }

  /** Other configuration files of the app with something to fill in, by path relative to the app. */
  private static Map<String, String> templates(BuildContext context, Path main) throws IOException {
    var found = new TreeMap<String, String>();
    List<Path> files;
    try (var all = Files.walk(context.app(), 10)) {
      files = all.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && file.toString().endsWith(".conf") && !file.equals(main)).limit(MAX_TEMPLATES * 10L).toList();
    }
    for (var file : files) {
      var name = context.app().relativize(file).toString();
      var text = context.appText(name);
      if (text != null && Template.of(text).isTemplate()) {
        Template.of(text).check(name);
        found.put(name, text);
      }
    }
    if (found.size() > MAX_TEMPLATES || found.keySet().stream().anyMatch(name -> name.contains("\n"))) {
      throw new BuildFailure(found.size() + " configuration files have something to fill in; at most " + MAX_TEMPLATES + " are read. Use {{env \"NAME\"}} in fewer.");
    }
    return found;
  }

  private static String complete(String text, Template main, Iterable<String> modules, Nginx nginx) {
    var inside = new StringBuilder();
    for (var directive : TEMPORARY) {
      if (!main.has(directive)) {
        inside.append(' ').append(directive).append(" \"{{tempDir}}/").append(directive).append("\";");
      }
    }
    if (!main.has("access_log")) {
      inside.append(" access_log {{accessLog}};");
    }
    var filled = modulesIn(text, nginx).replaceFirst("(?m)^(\\s*http\\s*\\{)", "$1" + Matcher.quoteReplacement(inside.toString()));
    for (var module : modules) {
      filled = filled.replaceAll("load_module\\s+[\"']?modules/" + module + "\\.so[\"']?", Matcher.quoteReplacement("load_module " + nginx.module(module)));
    }
    return main.has("error_log") ? filled : "error_log stderr warn;\n" + filled;
  }

  private static String modulesIn(String text, Nginx nginx) {
    return java.util.regex.Pattern.compile("\\{\\{\\s*module\\s+\"(ngx_[a-z0-9_]+_module)\"\\s*}};?").matcher(text)
        .replaceAll(match -> Matcher.quoteReplacement("load_module " + nginx.module(match.group(1)) + ";"));
  }

  private static void check(BuildContext context, Layer server, Nginx nginx, boolean needsVariables) throws IOException {
    try {
      Command.of(context.app(), server.dir().resolve("bin/serve-nginx").toString(), "-t").path(nginx.program().getParent()).env(Map.of("LD_LIBRARY_PATH", nginx.libraries(), "PORT", "8080"))
          .limit(Duration.ofMinutes(1)).capture("checking nginx.conf with nginx -t");
    } catch (BuildFailure refused) {
      if (!needsVariables && !String.valueOf(refused.getMessage()).contains("host not found in")) {
        throw refused;
      }
      context.log().warn("nginx.conf could not be checked, because it uses variables or names that only the running app has");
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
