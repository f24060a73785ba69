package dev.ingot.buildpacks.rust;

import dev.ingot.buildpacks.kit.BuildContext;
import dev.ingot.buildpacks.kit.BuildFailure;
import dev.ingot.buildpacks.kit.Buildpack;
import dev.ingot.buildpacks.kit.Command;
import dev.ingot.buildpacks.kit.Files2;
import dev.ingot.buildpacks.kit.Freshness;
import dev.ingot.buildpacks.kit.Layer;
import dev.ingot.buildpacks.kit.debian.DebianLayer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The entry of {@code bin/build}. */
public final class Build implements Buildpack {
  /** Debian keeps a current Rust for its browsers under these names; the stable release's own is too old for most of what is published. */
  private static final List<String> PACKAGES = List.of("rustc-web", "cargo-web");
  /** The build image has them. */
  private static final String[] IN_BUILD_IMAGE = {"gcc", "binutils", "libc6-dev", "libc-dev"};

  public static void main(String[] args) {
    Buildpack.main(args, new Build());
  }

  @Override
  public void build(BuildContext context) throws IOException {
    if (context.appText("Cargo.toml") == null) {
      throw new BuildFailure("There is no Cargo.toml in the app's directory. Push the directory that has it.");
    }
    var rust = install(context);
    var env = environment(context, rust);
    var programs = programs(context, rust, env);
    boolean locked = context.appText("Cargo.lock") != null;
    if (!locked) {
      context.log().warn("there is no Cargo.lock, so today's newest crates are used. Push the file too.");
    }
    touch(context.app());
    var target = context.settings().flag("BP_CARGO_STATIC", false) ? linkStatic(context, rust, env) : "";
    var words = new ArrayList<>(List.of("cargo", "build", "--release", "--color", "never"));
    if (locked) {
      words.add("--locked");
    }
    context.settings().get("BP_CARGO_WORKSPACE_MEMBERS").ifPresent(list -> List.of(list.split("[,\\s]+")).forEach(member -> words.addAll(List.of("--package", member))));
    context.settings().get("BP_CARGO_BUILD_ARGS").ifPresent(list -> words.addAll(List.of(list.split("\\s+"))));
    if (!target.isEmpty()) {
      words.addAll(List.of("--target", target));
    }
    context.log().step(String.join(" ", words));
    cargo(context, rust, env, words).remedy("Cargo's own message above says why. If it says that Cargo.lock needs to be updated, run `cargo build` and push again.").run("compiling (" + String.join(" ", words) + ")");
    store(context, programs, Path.of(env.get("CARGO_TARGET_DIR")).resolve(target).resolve("release"));
    removeSources(context);
  }

  private static Layer install(BuildContext context) throws IOException {
    context.log().step("Installing Rust");
    var layer = DebianLayer.of("rust", PACKAGES).without(IN_BUILD_IMAGE).finishing("1", installed -> {
      Files2.delete(installed.dir().resolve("usr/lib/python3"));
      Files2.delete(installed.dir().resolve("usr/share/lldb"));
    }).install(context, Freshness.daily(), Layer.Type.CACHE);
    return layer;
  }

  private static Map<String, String> environment(BuildContext context, Layer rust) throws IOException {
    var home = context.layer("crates").types(Layer.Type.CACHE).keep();
    var target = context.layer("target").types(Layer.Type.CACHE).keep();
    // Objects of another compiler are of no use and would pile up.
    if (!target.has(rust.metadata("packages"))) {
      target.clear().metadata("key", rust.metadata("packages"));
    }
    var settings = context.settings().get("INGOT_CARGO_CONFIG").map(Path::of).filter(Files::isRegularFile);
    if (settings.isPresent()) {
      Files.writeString(home.dir().resolve("config.toml"), Files2.boundedText(settings.get(), 1 << 20));
    } else {
      Files.deleteIfExists(home.dir().resolve("config.toml"));
    }
    var env = new HashMap<>(Map.of("CARGO_HOME", home.dir().toString(), "CARGO_TARGET_DIR", target.dir().toString(), "CARGO_NET_RETRY", "3", "CARGO_TERM_PROGRESS_WHEN", "never",
        "LD_LIBRARY_PATH", Files.readString(rust.dir().resolve("env/LD_LIBRARY_PATH.prepend")), "CARGO_INCREMENTAL", "0"));
    context.settings().get("SSL_CERT_FILE").ifPresent(bundle -> env.put("CARGO_HTTP_CAINFO", bundle));
    return env;
  }

  /** Has programs linked with their libraries; answers the target to name, without which Cargo would link its own plugins so too and fail. */
  private static String linkStatic(BuildContext context, Layer rust, Map<String, String> env) {
    env.put("RUSTFLAGS", (context.settings().get("RUSTFLAGS", "") + " -C target-feature=+crt-static").strip());
    return cargo(context, rust, env, List.of("rustc", "-vV")).capture("asking for the target (rustc -vV)").lines().filter(line -> line.startsWith("host: ")).findFirst()
        .map(line -> line.substring("host: ".length()).strip()).orElseThrow(() -> new BuildFailure("rustc does not say what it compiles for, so BP_CARGO_STATIC cannot be had. Leave it out."));
  }

  private static Command cargo(BuildContext context, Layer rust, Map<String, String> env, List<String> words) {
    return Command.of(context.app(), words).env(env).path(rust.dir().resolve("usr/bin"));
  }

  private static List<String> programs(BuildContext context, Layer rust, Map<String, String> env) {
    var output = cargo(context, rust, env, List.of("cargo", "metadata", "--no-deps", "--format-version", "1", "--color", "never")).capture("reading Cargo.toml (cargo metadata)");
    var json = output.lines().filter(line -> line.startsWith("{")).findFirst().orElse("{}");
    return Programs.of(json, context.settings().get("BP_CARGO_WORKSPACE_MEMBERS").map(list -> List.of(list.split("[,\\s]+"))).orElse(List.of()));
  }

  /** Cargo tells by a file's time whether it changed since the objects in the cache were made, and a pushed file's time may be older than they are. */
  private static void touch(Path app) throws IOException {
    var now = FileTime.from(Clock.systemUTC().instant());
    List<Path> files;
    try (var all = Files.walk(app)) {
      files = all.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && !app.relativize(file).startsWith("vendor")).toList();
    }
    for (var file : files) {
      Files.setLastModifiedTime(file, now);
    }
  }

  private static void store(BuildContext context, List<String> programs, Path release) throws IOException {
    var layer = context.layer("programs").types(Layer.Type.LAUNCH).clear();
    var bin = Files.createDirectories(layer.dir().resolve("bin"));
    var stored = new ArrayList<String>();
    for (var program : programs) {
      if (Files.isRegularFile(release.resolve(program))) {
        Files.copy(release.resolve(program), bin.resolve(program));
        stored.add(program);
      }
    }
    if (stored.isEmpty()) {
      throw new BuildFailure("Cargo made no program, so there is nothing to run. Add src/main.rs or a [[bin]] to Cargo.toml.");
    }
    // Bills of materials are made from what is in the image, and the sources are not.
    var lock = context.app().resolve("Cargo.lock");
    if (Files.isRegularFile(lock)) {
      Files.copy(lock, Files.createDirectories(layer.dir().resolve("source")).resolve("Cargo.lock"));
    }
    context.launch().process("web", List.of(bin.resolve(stored.getFirst()).toString()), List.of());
    if (stored.size() > 1) {
      stored.stream().filter(program -> !program.equals("web")).forEach(program -> context.launch().process(program, List.of(bin.resolve(program).toString()), List.of()));
    }
    context.launch().tinyRunImageIfStatic(stored.stream().map(bin::resolve).toList());
    context.log().info("web: " + stored.getFirst());
  }

  /** What was compiled into the programs is not in the image; templates and other files are. */
  private static void removeSources(BuildContext context) throws IOException {
    var app = context.app();
    List<Path> sources;
    try (var files = Files.walk(app)) {
      sources = files.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)).filter(file -> isSource(app.relativize(file))).toList();
    }
    for (var file : sources) {
      Files.delete(file);
      for (var dir = file.getParent(); !dir.equals(app) && Files2.list(dir).isEmpty(); dir = dir.getParent()) {
        Files.delete(dir);
      }
    }
  }

  private static boolean isSource(Path relative) {
    var name = relative.getFileName().toString();
    return name.endsWith(".rs") || relative.startsWith("vendor") || relative.startsWith("target") || relative.startsWith(".cargo") || List.of("Cargo.toml", "Cargo.lock").contains(name);
  }
}
