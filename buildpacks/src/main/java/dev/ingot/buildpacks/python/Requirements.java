package dev.ingot.buildpacks.python;

import dev.ingot.buildpacks.kit.BuildContext;
import dev.ingot.buildpacks.kit.BuildFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * pip's requirements files, read only to know when something changed.
 *
 * @param texts content by path relative to the app
 * @param local whether something is installed out of the app's own directory
 */
record Requirements(Map<String, String> texts, boolean local) {
  private static final int MAX_FILES = 100;
  private static final Pattern INCLUDED = Pattern.compile("(?:-r|-c|--requirement|--constraint)[\\s=]*(\\S+)");
  private static final Pattern LOCAL = Pattern.compile("\\.{1,2}(?:/.*)?|\\./.*|file:.*|.*@\\s*file:.*|[^:#@ ]*/[^:@ ]*|.*\\.(?:whl|tar\\.gz|zip)");

  /** The file and all that it includes. */
  static Requirements of(BuildContext context, String name) throws IOException {
    var texts = new LinkedHashMap<String, String>();
    boolean local = collect(context, Path.of(name), texts);
    return new Requirements(texts, local);
  }

  private static boolean collect(BuildContext context, Path name, Map<String, String> texts) throws IOException {
    var path = context.app().resolve(name).normalize();
    if (!path.startsWith(context.app())) {
      throw new BuildFailure("The requirements file " + name + " lies outside of the app. Push it with the app.");
    }
    var relative = context.app().relativize(path).toString();
    if (texts.containsKey(relative)) {
      return false;
    }
    if (texts.size() >= MAX_FILES) {
      throw new BuildFailure("More than " + MAX_FILES + " requirements files include one another. Use fewer.");
    }
    var text = context.appText(relative);
    if (text == null) {
      throw new BuildFailure("The requirements file " + relative + " is named but not there. Push it with the app.");
    }
    texts.put(relative, text);
    boolean local = false;
    for (var line : text.split("\\R")) {
      var bare = line.replaceFirst("(^|\\s)#.*", "").strip();
      var included = INCLUDED.matcher(bare);
      if (included.lookingAt() && !included.group(1).contains("://")) {
        local |= collect(context, Path.of(relative).resolveSibling(included.group(1)), texts);
      } else {
        local |= bare.startsWith("-e") || bare.startsWith("--editable") || !bare.startsWith("-") && !bare.contains("://") && LOCAL.matcher(bare).matches();
      }
    }
    return local;
  }
}
