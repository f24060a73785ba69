package dev.ingot.buildpacks.golang;

import dev.ingot.buildpacks.kit.BuildContext;
import dev.ingot.buildpacks.kit.BuildFailure;
import dev.ingot.buildpacks.kit.Downloader;
import dev.ingot.buildpacks.kit.Files2;
import dev.ingot.buildpacks.kit.Layer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Go itself, as the toolchain module of the module proxy (Go reference, "Go Toolchains"), in the cached layer {@code go}. One version is the buildpack's own, with a known digest; when
 * the app needs another, that one fetches it and checks it by Go's checksum database.
 */
final class Toolchain {
  private static final long MAX_ZIP = 400L << 20;
  private static final int MAX_LIST = 8 << 20;
  private static final Pattern VERSION = Pattern.compile("\\d+\\.\\d+(\\.\\d+|rc\\d+|beta\\d+)?");
  private final BuildContext context;
  private final Layer layer;
  private final String requested;

  private Toolchain(BuildContext context, Layer layer, String requested) {
    this.context = context;
    this.layer = layer;
    this.requested = requested;
  }

  /** @throws BuildFailure when no proxy is known or none has the toolchain */
  static Toolchain install(BuildContext context) throws IOException {
    var layer = context.layer("go").types(Layer.Type.BUILD, Layer.Type.CACHE);
    var version = String.valueOf(context.descriptorMetadata().get("go"));
    var platform = "linux-" + context.settings().get("CNB_TARGET_ARCH", System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64");
    var digest = context.descriptorMetadata().get("go-" + platform);
    if (digest == null) {
      throw new BuildFailure("Go " + version + " for " + platform + " is not known to this buildpack. It builds on linux-amd64 and linux-arm64.");
    }
    var key = version + " " + platform;
    if (layer.has(key) && Files.isExecutable(layer.dir().resolve("go/bin/go"))) {
      context.log().info("Go " + version + " (from the cache)");
    } else {
      fetch(context, layer, "v0.0.1-go" + version + "." + platform, digest.toString());
      context.log().info("Go " + version);
      layer.metadata("key", key);
    }
    return new Toolchain(context, layer, requested(context, platform));
  }

  private static void fetch(BuildContext context, Layer layer, String module, String digest) throws IOException {
    layer.clear();
    var scratch = Files.createTempDirectory("ingot-go");
    try {
      var zip = scratch.resolve("go.zip");
      if (!anyProxy(context, proxy -> new Downloader(scratch).fetch(proxy + "golang.org/toolchain/@v/" + module + ".zip", zip, MAX_ZIP))) {
        throw new BuildFailure("The Go module proxy has no golang.org/toolchain " + module + ". A mirror must offer it: Go itself comes from there.");
      }
      ModuleZip.unpack(zip, "golang.org/toolchain@" + module + "/", layer.dir().resolve("go"), digest);
    } finally {
      Files2.delete(scratch);
    }
    for (var dir : List.of("bin", "pkg/tool")) {
      try (var files = Files.walk(layer.dir().resolve("go").resolve(dir))) {
        for (var file : files.filter(Files::isRegularFile).toList()) {
          Files2.makeExecutable(file);
        }
      }
    }
    Files.createDirectories(layer.dir().resolve("bin"));
    for (var name : List.of("go", "gofmt")) {
      Files.createSymbolicLink(layer.dir().resolve("bin").resolve(name), Path.of("../go/bin", name));
    }
  }

  @FunctionalInterface
  private interface Ask {
    boolean of(String proxy) throws IOException;
  }

  /** GOPROXY is a list; {@code direct} and {@code off} are no places for a toolchain. */
  private static boolean anyProxy(BuildContext context, Ask ask) throws IOException {
    var proxies = Arrays.stream(context.settings().get("GOPROXY", "").split("[,|]")).map(String::strip).filter(word -> word.matches("https?://\\S+"))
        .map(word -> word.endsWith("/") ? word : word + "/").toList();
    if (proxies.isEmpty()) {
      throw new BuildFailure("No Go module proxy is known, so Go cannot be fetched. Set GOPROXY for the platform's builds (the value of `go env GOPROXY`).");
    }
    BuildFailure last = null;
    for (var proxy : proxies) {
      try {
        if (ask.of(proxy)) {
          return true;
        }
      } catch (BuildFailure failed) {
        last = failed;
      }
    }
    if (last != null) {
      throw last;
    }
    return false;
  }

  /** The value of GOTOOLCHAIN: {@code auto} follows go.mod. */
  private static String requested(BuildContext context, String platform) throws IOException {
    var setting = context.settings().get("BP_GO_VERSION").map(value -> value.replaceFirst("^go", ""));
    if (setting.isEmpty()) {
      return "auto";
    }
    var wanted = setting.get().replaceFirst("\\.[*xX]$", ".*");
    if (VERSION.matcher(wanted).matches() && wanted.chars().filter(c -> c == '.').count() == 2) {
      return "go" + wanted;
    }
    var line = wanted.replaceFirst("\\.\\*$", "");
    if (!line.matches("\\d+\\.\\d+")) {
      throw new BuildFailure("BP_GO_VERSION=" + setting.get() + " is not understood. Write a version such as 1.26.8, or a line such as 1.26.*.");
    }
    return "go" + newest(context, line, platform);
  }

  private static String newest(BuildContext context, String line, String platform) throws IOException {
    var scratch = Files.createTempDirectory("ingot-go");
    var list = new StringBuilder();
    try {
      anyProxy(context, proxy -> new Downloader(scratch).text(proxy + "golang.org/toolchain/@v/list", MAX_LIST).map(list::append).isPresent());
    } finally {
      Files2.delete(scratch);
    }
    var pattern = Pattern.compile("v0\\.0\\.1-go(" + Pattern.quote(line) + "(?:\\.\\d+)?)\\." + Pattern.quote(platform));
    return list.toString().lines().map(pattern::matcher).filter(java.util.regex.Matcher::matches).map(match -> match.group(1)).max(Comparator.comparingInt(Toolchain::patch))
        .orElseThrow(() -> new BuildFailure("The Go module proxy has no Go " + line + " (BP_GO_VERSION). Ask for another line."));
  }

  private static int patch(String version) {
    var parts = version.split("\\.");
    return parts.length < 3 ? 0 : Integer.parseInt(parts[2]);
  }

  Path bin() {
    return layer.dir().resolve("bin");
  }

  String requested() {
    return requested;
  }
}
