package dev.ingot.buildpacks.nginx;

import dev.ingot.buildpacks.kit.BuildFailure;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A configuration file as Cloud Foundry's nginx buildpack takes it: {@code {{port}}}, {@code {{env "NAME"}}}, {@code {{module "name"}}}, {@code {{nameservers}}}.
 *
 * @param text without comments
 */
record Template(String text) {
  private static final Pattern ACTION = Pattern.compile("\\{\\{\\s*([^}]*?)\\s*}}");
  private static final Pattern MODULE = Pattern.compile("module\\s+\"(ngx_[a-z0-9_]+_module)\"");
  private static final Pattern KNOWN = Pattern.compile("port|tempDir|nameservers|env\\s+\"[A-Za-z_][A-Za-z0-9_]*\"|module\\s+\"ngx_[a-z0-9_]+_module\"");
  private static final Pattern LOADED = Pattern.compile("load_module\\s+[\"']?modules/(ngx_[a-z0-9_]+_module)\\.so");

  static Template of(String text) {
    return new Template(text.replaceAll("(?m)(^|[\\s;])#.*$", "$1"));
  }

  /** @throws BuildFailure when an action is not known. @param name the file's, for the error */
  Template check(String name) {
    ACTION.matcher(text).results().map(action -> action.group(1)).filter(action -> !KNOWN.matcher(action).matches()).findFirst().ifPresent(action -> {
      throw new BuildFailure("The file " + name + " has {{" + action + "}}, which is not known. Known: {{port}}, {{env \"NAME\"}}, {{module \"ngx_stream_module\"}}, {{nameservers}}, {{tempDir}}.");
    });
    return this;
  }

  boolean isTemplate() {
    return text.contains("{{");
  }

  /** Whether the result depends on variables that only the running app has. */
  boolean needsVariables() {
    return Pattern.compile("\\{\\{\\s*env").matcher(text).find();
  }

  boolean namesPort() {
    return Pattern.compile("\\{\\{\\s*port\\s*}}").matcher(text).find();
  }

  boolean has(String directive) {
    return Pattern.compile("(^|[;{}\\s])" + directive + "\\s+[^;{]*;").matcher(text).find();
  }

  /** Names of dynamic modules, as nginx calls them. */
  Set<String> modules() {
    var names = new LinkedHashSet<String>();
    for (var pattern : new Pattern[] {MODULE, LOADED}) {
      pattern.matcher(text).results().forEach(match -> names.add(match.group(1)));
    }
    return names;
  }

  /** Debian's package of a module. */
  static String packageOf(String module) {
    return "libnginx-mod-" + module.substring("ngx_".length(), module.length() - "_module".length()).replace('_', '-');
  }
}
