package dev.ingot.buildpacks.python;

import dev.ingot.buildpacks.kit.BuildContext;
import dev.ingot.buildpacks.kit.BuildFailure;
import dev.ingot.buildpacks.kit.Command;
import dev.ingot.buildpacks.kit.Digests;
import dev.ingot.buildpacks.kit.Freshness;
import dev.ingot.buildpacks.kit.Layer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A program from PyPI that installs packages: pip, pipenv, poetry or uv, in a cached layer of its name. */
final class Tool {
  private final BuildContext context;
  private final Interpreter python;
  private final String name;
  private final Freshness freshness;

  Tool(BuildContext context, Interpreter python, String name, Freshness freshness) {
    this.context = context;
    this.python = python;
    this.name = name;
    this.freshness = freshness;
  }

  /**
   * The directory with the tool: {@code bin/<name>}, for pip the package itself. {@code BP_<NAME>_VERSION} asks for a version; without it the buildpack's own is taken.
   *
   * @throws BuildFailure when PyPI has no such version or does not answer
   */
  Path install(Map<String, String> env) throws IOException {
    var layer = context.layer(name).types(Layer.Type.CACHE);
    var version = version();
    var key = Digests.key("2", name, version, python.key());
    if (layer.has(key) && Files.exists(layer.dir().resolve(name.equals("pip") ? "pip" : "bin/" + name))) {
      return layer.dir();
    }
    context.log().step("Installing " + name + " " + version);
    layer.clear();
    var words = new ArrayList<String>();
    if (name.equals("pip")) {
      words.addAll(List.of(python.program().toString(), python.pip().toString(), "install", "--quiet", "--target", layer.dir().toString()));
    } else {
      python.environmentIn(layer.dir());
      words.addAll(List.of(layer.dir().resolve("bin/python").toString(), python.pip().toString(), "install", "--quiet"));
    }
    words.add(name + "==" + version);
    Command.of(context.app(), words).env(env)
        .remedy("If there is no such version, correct BP_" + name.toUpperCase(java.util.Locale.ROOT) + "_VERSION; if the index does not answer, the platform's PIP_INDEX_URL may be wrong.")
        .run("installing " + name + " " + version + " from the Python package index");
    layer.metadata("key", key).metadata("checked", freshness.stamp());
    return layer.dir();
  }

  private String version() throws IOException {
    var wanted = context.settings().get("BP_" + name.toUpperCase(java.util.Locale.ROOT) + "_VERSION");
    if (wanted.isPresent() && !wanted.get().matches("[0-9][0-9A-Za-z.+!*-]*")) {
      throw new BuildFailure("The version '" + wanted.get() + "' of " + name + " is not understood. Write one such as 1.2.3.");
    }
    return wanted.isPresent() ? wanted.get() : String.valueOf(context.descriptorMetadata().getOrDefault(name, ""));
  }
}
