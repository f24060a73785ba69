package dev.ingot.buildpacks.golang;

import dev.ingot.buildpacks.kit.BuildContext;
import dev.ingot.buildpacks.kit.BuildFailure;
import dev.ingot.buildpacks.kit.Buildpack;
import dev.ingot.buildpacks.kit.Command;
import dev.ingot.buildpacks.kit.Files2;
import dev.ingot.buildpacks.kit.Layer;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The entry of {@code bin/build}. */
public final class Build implements Buildpack {
  private static final Pattern MODULE = Pattern.compile("module\\s+\"?([^\"\\s]+)\"?\\s*(?://.*)?");

  public static void main(String[] args) {
    Buildpack.main(args, new Build());
  }

  @Override
  public void build(BuildContext context) throws IOException {
    var description = context.appText("go.mod");
    if (description == null) {
      throw new BuildFailure("There is no go.mod in the app's directory. Make one with `go mod init`, or push the directory that has it.");
    }
    context.log().step("Installing Go");
    var toolchain = Toolchain.install(context);
    var env = environment(context, toolchain);
    var module = description.lines().map(MODULE::matcher).filter(Matcher::matches).map(line -> line.group(1)).findFirst().orElse("app");
    var mains = go(context, toolchain, env, "list", "-e", "-f", "{{if eq .Name \"main\"}}{{.Dir}}{{end}}", "./...").remedy("Go's own message above says why.").capture("looking for commands (go list)");
    var targets = Targets.of(context, directories(context.app(), mains), module);
    var programs = compile(context, toolchain, env, targets, module);
    removeSources(context);
    var first = programs.values().iterator().next();
    context.launch().process("web", List.of(first), List.of());
    if (programs.size() > 1) {
      programs.forEach((name, program) -> {
        if (!name.equals("web")) {
          context.launch().process(name, List.of(program), List.of());
        }
      });
    }
    context.launch().tinyRunImageIfStatic(programs.values().stream().map(Path::of).toList());
    context.log().info("web: " + first);
  }

  /** Directories of packages main relative to the app; what Go says besides (downloads) is passed over. */
  private static List<String> directories(Path app, String lines) throws IOException {
    var root = app.toRealPath();
    return lines.lines().filter(line -> line.startsWith("/")).map(Path::of).filter(dir -> dir.startsWith(root) || dir.startsWith(app))
        .map(dir -> (dir.startsWith(root) ? root : app).relativize(dir).toString()).map(dir -> dir.isEmpty() ? "." : dir).toList();
  }

  private static Map<String, String> environment(BuildContext context, Toolchain toolchain) throws IOException {
    var modules = context.layer("modules").types(Layer.Type.CACHE).keep();
    var objects = context.layer("objects").types(Layer.Type.CACHE).keep();
    var env = new HashMap<>(Map.of("GOMODCACHE", modules.dir().toString(), "GOCACHE", objects.dir().toString(), "GOTOOLCHAIN", toolchain.requested(), "GOPATH", modules.dir().resolve("gopath").toString(),
        "GOENV", "off", "GOTELEMETRY", "off"));
    env.put("CGO_ENABLED", context.settings().get("CGO_ENABLED", "0"));
    // Else Go makes the module cache read-only, and nobody without rights can remove it again.
    env.put("GOFLAGS", (context.settings().get("GOFLAGS", "") + " -modcacherw -buildvcs=false").strip());
    return env;
  }

  private static Command go(BuildContext context, Toolchain toolchain, Map<String, String> env, String... words) {
    var all = new ArrayList<>(List.of("go"));
    all.addAll(List.of(words));
    return Command.of(context.app(), all).env(env).path(toolchain.bin());
  }

  /** Programs by process name, in the order of the targets. */
  private static Map<String, String> compile(BuildContext context, Toolchain toolchain, Map<String, String> env, List<String> targets, String module) throws IOException {
    var layer = context.layer("programs").types(Layer.Type.LAUNCH).clear();
    var bin = Files.createDirectories(layer.dir().resolve("bin"));
    var programs = new LinkedHashMap<String, String>();
    for (var target : targets) {
      var name = target.equals(".") ? Targets.base(module) : Targets.base(target);
      if (!name.matches("[A-Za-z0-9._-]+") || programs.containsKey(name)) {
        throw new BuildFailure("The command " + target + " would be named '" + name + "', which another has or no program can have. Rename its directory, or choose with BP_GO_TARGETS.");
      }
      programs.put(name, bin.resolve(name).toString());
      var words = new ArrayList<>(List.of("build", "-trimpath", "-o", bin.resolve(name).toString()));
      words.addAll(flags(context));
      words.add(target.equals(".") ? "." : "./" + target);
      context.log().step("go build " + words.getLast());
      go(context, toolchain, env, words.toArray(String[]::new)).remedy("Go's own message above says why. If a checksum or module is missing, run `go mod tidy` and push again.").run("compiling " + words.getLast());
    }
    // Bills of materials are made from what is in the image, and the sources are not.
    Files.copy(context.app().resolve("go.mod"), Files.createDirectories(layer.dir().resolve("source")).resolve("go.mod"));
    return programs;
  }

  private static List<String> flags(BuildContext context) {
    var flags = new ArrayList<>(context.settings().get("BP_GO_BUILD_FLAGS").map(words -> List.of(words.split("\\s+"))).orElse(List.of()));
    var linker = context.settings().get("BP_GO_BUILD_LDFLAGS", flags.stream().anyMatch(flag -> flag.startsWith("-ldflags")) ? "" : "-s -w");
    if (!linker.isEmpty()) {
      flags.add("-ldflags=" + linker);
    }
    return flags;
  }

  /** What was compiled into the programs is not in the image; templates and other files are. */
  private static void removeSources(BuildContext context) throws IOException {
    var kept = Arrays.stream(context.settings().get("BP_KEEP_FILES", "").split(":")).filter(word -> !word.isEmpty()).map(word -> FileSystems.getDefault().getPathMatcher("glob:" + word)).toList();
    var app = context.app();
    List<Path> sources;
    try (var files = Files.walk(app)) {
      sources = files.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)).filter(file -> {
        var relative = app.relativize(file);
        return isSource(relative) && kept.stream().noneMatch(pattern -> pattern.matches(relative));
      }).toList();
    }
    for (var file : sources) {
      Files2.delete(file);
      for (var dir = file.getParent(); !dir.equals(app) && Files2.list(dir).isEmpty(); dir = dir.getParent()) {
        Files.delete(dir);
      }
    }
  }

  private static boolean isSource(Path relative) {
    var name = relative.getFileName().toString();
    return name.endsWith(".go") || relative.startsWith("vendor") || List.of("go.mod", "go.sum", "go.work", "go.work.sum").contains(relative.toString());
  }
}
