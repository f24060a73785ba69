package dev.ingot.buildpacks.python;

import dev.ingot.buildpacks.kit.BuildContext;
import dev.ingot.buildpacks.kit.BuildFailure;
import dev.ingot.buildpacks.kit.Command;
import dev.ingot.buildpacks.kit.Files2;
import dev.ingot.buildpacks.kit.Freshness;
import dev.ingot.buildpacks.kit.Layer;
import dev.ingot.buildpacks.kit.debian.DebianLayer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Debian's Python in the layer {@code python}, with its standard library compiled; pip comes with it as a wheel that only the build uses. */
final class Interpreter {
  private static final List<String> PACKAGES = List.of("python3", "python3-pip-whl", "python3-setuptools-whl", "python3-wheel-whl");
  private static final List<String> HEADERS = List.of("libpython3-dev");
  private final BuildContext context;
  private final Layer layer;

  private Interpreter(BuildContext context, Layer layer) {
    this.context = context;
    this.layer = layer;
  }

  /** @throws BuildFailure when Debian's version is not one the app accepts */
  static Interpreter install(BuildContext context, Project project, Freshness freshness) throws IOException {
    var layer = DebianLayer.of("python", PACKAGES).without("media-types", "python3-distutils", "python3-lib2to3").finishing("2", Interpreter::finish)
        .install(context, freshness, Layer.Type.BUILD, Layer.Type.LAUNCH, Layer.Type.CACHE);
    var interpreter = new Interpreter(context, layer);
    var wanted = project.python();
    var version = interpreter.version();
    if (wanted.isPresent() && !wanted.get().accepts(version)) {
      if (!wanted.get().acceptsButForPatch(version)) {
        throw new BuildFailure("The app wants Python " + wanted.get().text() + " (" + wanted.get().origin() + "), but Python here is Debian's, " + version
            + ": no other comes out of a package registry. Accept " + version.replaceFirst("\\.\\d+$", "") + ", or push a Docker image with the version you need.");
      }
      context.log().warn(wanted.get().origin() + " names Python " + wanted.get().text() + "; Debian keeps " + version + " and mends it without changing that number");
    }
    return interpreter;
  }

  private static void finish(Layer layer) throws IOException {
    var usr = layer.dir().resolve("usr");
    var real = usr.resolve("bin/python3").toRealPath();
    Files.createDirectories(layer.dir().resolve("bin"));
    for (var name : List.of("python", "python3", real.getFileName().toString())) {
      Files.createSymbolicLink(layer.dir().resolve("bin").resolve(name), Path.of("../usr/bin", real.getFileName().toString()));
    }
    var library = usr.resolve("lib").resolve(real.getFileName());
    Files2.delete(library.resolve("EXTERNALLY-MANAGED"));
    Files2.delete(library.resolve("pydoc_data"));
    compile(layer, library);
    layer.envDefault("PYTHONUNBUFFERED", "1");
  }

  /** Times of files in an image are all the same, so compiled modules are told not to look at them. */
  private static void compile(Layer layer, Path library) throws IOException {
    Command.of(layer.dir(), layer.dir().resolve("bin/python3").toString(), "-m", "compileall", "-q", "--invalidation-mode", "unchecked-hash", "-x", "/(test|tests|lib2to3|idlelib)/", library.toString())
        .env(environment(layer)).limit(Duration.ofMinutes(5)).capture("compiling Python's library");
  }

  private static Map<String, String> environment(Layer layer) throws IOException {
    return Map.of("LD_LIBRARY_PATH", Files.readString(layer.dir().resolve("env/LD_LIBRARY_PATH.prepend")), "PYTHONHASHSEED", "0", "PYTHONDONTWRITEBYTECODE", "1");
  }

  /** The program itself, not a link to it: a virtual environment looks for the library beside the directory of the name it was made with. */
  Path program() {
    try {
      return layer.dir().resolve("usr/bin").resolve(layer.dir().resolve("bin/python3").toRealPath().getFileName());
    } catch (IOException broken) {
      throw new BuildFailure("The layer with Python is damaged. Clear the app's build cache and push again.", broken);
    }
  }

  String version() {
    return DebianLayer.version(layer, real()).replaceFirst("[^0-9.].*", "");
  }

  private String real() {
    return program().getFileName().toString();
  }

  /** What every program of this Python needs in its environment. */
  Map<String, String> environment() throws IOException {
    return environment(layer);
  }

  /** What decides whether installed packages still fit. */
  String key() {
    return layer.metadata("packages");
  }

  /** pip as a program that the interpreter runs: {@code python <this> install}. */
  Path pip() throws IOException {
    var wheels = layer.dir().resolve("usr/share/python-wheels");
    for (var wheel : Files2.list(wheels)) {
      if (wheel.getFileName().toString().startsWith("pip-")) {
        return wheel.resolve("pip");
      }
    }
    throw new BuildFailure("Debian's packages brought no pip. Clear the app's build cache and push again.");
  }

  /** An empty virtual environment that uses this Python. */
  void environmentIn(Path dir) throws IOException {
    Command.of(context.app(), program().toString(), "-m", "venv", "--without-pip", "--clear", dir.toString()).env(environment()).limit(Duration.ofMinutes(2)).capture("making the virtual environment");
    for (var script : List.of("activate", "activate.csh", "activate.fish", "Activate.ps1")) {
      Files.deleteIfExists(dir.resolve("bin").resolve(script));
    }
  }

  /** Compiles what was installed, as {@link #compile}. */
  void compile(Path dir) throws IOException {
    // A package may carry files for another version of Python; they are reported and do no harm.
    Command.of(dir, "sh", "-c", "\"$0\" -m compileall -q --invalidation-mode unchecked-hash \"$1\" >/dev/null 2>&1 || true", program().toString(), dir.toString()).env(environment())
        .limit(Duration.ofMinutes(10)).capture("compiling modules");
  }

  /** C headers for packages that have no wheel, fetched when the app asks for them. */
  Map<String, String> headers(Freshness freshness) throws IOException {
    if (!context.settings().flag("BP_PYTHON_HEADERS", false)) {
      return Map.of();
    }
    var dev = DebianLayer.of("python-headers", HEADERS).without("python3-distutils", "libjs-sphinxdoc").install(context, freshness, Layer.Type.CACHE);
    return Map.of("CPATH", Files.readString(dev.dir().resolve("env/CPATH.prepend")) + ":" + dev.dir().resolve("usr/include/" + real()));
  }
}
