package dev.ingot.buildpacks.ruby;

import dev.ingot.buildpacks.kit.BuildContext;
import dev.ingot.buildpacks.kit.BuildFailure;
import dev.ingot.buildpacks.kit.Files2;
import dev.ingot.buildpacks.kit.Freshness;
import dev.ingot.buildpacks.kit.Layer;
import dev.ingot.buildpacks.kit.VersionRange;
import dev.ingot.buildpacks.kit.debian.DebianLayer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Debian's Ruby with Bundler and headers in the layer {@code ruby}. */
final class Interpreter {
  private static final Pattern IN_GEMFILE = Pattern.compile("(?m)^\\s*ruby\\s*\\(?\\s*((?:[\"'][^\"']+[\"']\\s*,?\\s*)+)");
  private final Layer layer;

  private Interpreter(Layer layer) {
    this.layer = layer;
  }

  /** @throws BuildFailure when Debian's version is not one the app accepts */
  static Interpreter install(BuildContext context, Freshness freshness) throws IOException {
    var layer = DebianLayer.of("ruby", List.of("ruby", "ruby-bundler", "ruby-dev")).without("debconf", "openssl", "ca-certificates", "libgmp-dev", "libc6-dev", "libc-dev", "libcrypt-dev", "gcc", "g++", "make")
        .finishing("3", Interpreter::finish).install(context, freshness, Layer.Type.BUILD, Layer.Type.LAUNCH, Layer.Type.CACHE);
    var interpreter = new Interpreter(layer);
    var wanted = wanted(context);
    var version = interpreter.version();
    if (wanted.isPresent() && !wanted.get().accepts(version)) {
      if (!wanted.get().acceptsButForPatch(version) || wanted.get().origin().equals("the Gemfile")) {
        throw new BuildFailure("The app wants Ruby " + wanted.get().text() + " (" + wanted.get().origin() + "), but Ruby here is Debian's, " + version
            + ": no other comes out of a package registry. Accept it (in the Gemfile: ruby \"~> " + version.replaceFirst("\\.\\d+$", "") + ".0\"), or push a Docker image with the version you need.");
      }
      context.log().warn(wanted.get().origin() + " names Ruby " + wanted.get().text() + "; Debian keeps " + version + " and mends it without changing that number");
    }
    return interpreter;
  }

  private static void finish(Layer layer) throws IOException {
    var usr = layer.dir().resolve("usr");
    var version = ruby(usr).getFileName().toString();
    Files.createDirectories(layer.dir().resolve("bin"));
    for (var name : List.of("ruby", "bundle", "bundler", "gem", "rake", "irb")) {
      if (Files.exists(usr.resolve("bin").resolve(name))) {
        Files.createSymbolicLink(layer.dir().resolve("bin").resolve(name), Path.of("../usr/bin", name));
      }
    }
    try (var libraries = Files.walk(usr.resolve("lib"))) {
      for (var archive : libraries.filter(file -> file.toString().endsWith(".a")).toList()) {
        Files.delete(archive);
      }
    }
    var api = version.substring("ruby".length()) + ".0";
    var paths = new ArrayList<Path>();
    var gems = new ArrayList<Path>(List.of(usr.resolve("share/rubygems-integration/all"), usr.resolve("share/rubygems-integration").resolve(api), usr.resolve("lib/ruby/gems").resolve(api)));
    paths.add(usr.resolve("lib/ruby/vendor_ruby"));
    var multiarch = Files2.list(usr.resolve("lib")).stream().filter(dir -> dir.getFileName().toString().endsWith("-linux-gnu")).toList();
    multiarch.forEach(dir -> {
      paths.add(dir.resolve("ruby/vendor_ruby").resolve(api));
      gems.add(dir.resolve("rubygems-integration").resolve(api));
    });
    paths.add(usr.resolve("lib/ruby").resolve(api));
    multiarch.forEach(dir -> paths.add(dir.resolve("ruby").resolve(api)));
    layer.envPrepend("RUBYLIB", joined(paths));
    layer.envPrepend("GEM_PATH", joined(gems));
  }

  private static String joined(List<Path> dirs) {
    return String.join(":", dirs.stream().filter(Files::isDirectory).map(Path::toString).toList());
  }

  private static Path ruby(Path usr) throws IOException {
    return Files2.list(usr.resolve("bin")).stream().filter(file -> file.getFileName().toString().matches("ruby\\d+\\.\\d+")).max(Path::compareTo)
        .orElseThrow(() -> new BuildFailure("Debian's packages brought no Ruby. Clear the app's build cache and push again."));
  }

  private static Optional<VersionRange> wanted(BuildContext context) throws IOException {
    var setting = context.settings().get("BP_MRI_VERSION");
    if (setting.isPresent()) {
      return Optional.of(new VersionRange("Ruby", setting.get(), "BP_MRI_VERSION"));
    }
    var gemfile = IN_GEMFILE.matcher(String.valueOf(context.appText("Gemfile")));
    if (gemfile.find()) {
      // A version without a sign is exactly that one in a Gemfile.
      var words = gemfile.group(1).replaceAll("[\"'\\s]", "").replaceAll(",+$", "").replace("~>", "~=").replaceAll("(^|,)(?=\\d)", "$1==");
      return Optional.of(new VersionRange("Ruby", words, "the Gemfile"));
    }
    var file = context.appText(".ruby-version");
    return Optional.ofNullable(file).map(text -> new VersionRange("Ruby", text.strip().replaceFirst("^ruby-", ""), ".ruby-version"));
  }

  String version() throws IOException {
    var name = ruby(layer.dir().resolve("usr")).getFileName().toString();
    return DebianLayer.version(layer, name).replaceFirst("[^0-9.].*", "");
  }

  String bundler() {
    return DebianLayer.version(layer, "ruby-bundler").replaceFirst("[^0-9.].*", "");
  }

  Path bin() {
    return layer.dir().resolve("bin");
  }

  /** What decides whether installed gems still fit. */
  String key() {
    return layer.metadata("packages");
  }

  /** The environment in which Ruby finds itself; what buildpacks before set comes after. */
  Map<String, String> environment(BuildContext context) throws IOException {
    var env = new HashMap<String, String>();
    for (var name : List.of("RUBYLIB", "GEM_PATH", "LD_LIBRARY_PATH", "CPATH", "LIBRARY_PATH")) {
      var file = layer.dir().resolve("env/" + name + ".prepend");
      if (Files.isRegularFile(file)) {
        env.put(name, Files.readString(file) + context.settings().get(name).map(old -> ":" + old).orElse(""));
      }
    }
    return env;
  }

  static Pattern gem(String name) {
    return Pattern.compile("(?m)^\\s*" + Matcher.quoteReplacement(name) + " \\(|^\\s*gem\\s*\\(?\\s*[\"']" + name + "[\"']");
  }
}
