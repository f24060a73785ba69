package dev.ingot.buildpacks.php;

import dev.ingot.buildpacks.kit.BuildContext;
import dev.ingot.buildpacks.kit.BuildFailure;
import dev.ingot.buildpacks.kit.Files2;
import dev.ingot.buildpacks.kit.Freshness;
import dev.ingot.buildpacks.kit.Layer;
import dev.ingot.buildpacks.kit.debian.DebianLayer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** PHP with its extensions in the layer {@code php}. */
final class Runtime {
  private static final Pattern PRIORITY = Pattern.compile("(?m)^;\\s*priority=(\\d+)");

  private Runtime() {}

  /** @throws BuildFailure when Debian's version is not one the app accepts, or an extension is not packed */
  static Layer install(BuildContext context, Composer composer, Freshness freshness) throws IOException {
    var wanted = new ArrayList<>(composer.extensions());
    context.settings().get("BP_PHP_EXTENSIONS").ifPresent(list -> wanted.addAll(List.of(list.toLowerCase(java.util.Locale.ROOT).split("[,\\s]+"))));
    var packages = new ArrayList<>(List.of("php-fpm", "php-cli"));
    packages.addAll(Extensions.packages(wanted));
    var layer = DebianLayer.of("php", packages)
        .without("systemd", "systemd-standalone-tmpfiles", "procps", "ucf", "debconf", "psmisc", "media-types", "tzdata", "libfile-find-rule-perl", "perl", "dpkg-dev")
        .finishing("2", Runtime::finish).install(context, freshness, Layer.Type.BUILD, Layer.Type.LAUNCH, Layer.Type.CACHE);
    check(composer.accepted(context), layer);
    return layer;
  }

  private static void check(Optional<dev.ingot.buildpacks.kit.VersionRange> accepted, Layer layer) throws IOException {
    var line = layer.dir().resolve("bin/php").toRealPath().getFileName().toString().substring("php".length());
    var version = DebianLayer.version(layer, "php" + line + "-cli").replaceFirst("^\\d+:", "").replaceFirst("[^0-9.].*", "");
    if (accepted.isPresent() && !accepted.get().accepts(version) && !accepted.get().acceptsButForPatch(version)) {
      throw new BuildFailure("The app wants PHP " + accepted.get().text() + " (" + accepted.get().origin() + "), but PHP here is Debian's, " + version
          + ": no other comes out of a package registry. Accept " + line + ", or push a Docker image with the version you need.");
    }
  }

  private static void finish(Layer layer) throws IOException {
    var dir = layer.dir();
    var php = newest(dir.resolve("usr/bin"), "php\\d+\\.\\d+");
    var fpm = newest(dir.resolve("usr/sbin"), "php-fpm\\d+\\.\\d+");
    Files.createDirectories(dir.resolve("bin"));
    Files.createSymbolicLink(dir.resolve("bin/php"), Path.of("../usr/bin", php.getFileName().toString()));
    Files.createSymbolicLink(dir.resolve("bin/php-fpm"), Path.of("../usr/sbin", fpm.getFileName().toString()));
    var settings = Files.createDirectories(dir.resolve("settings/conf.d"));
    var line = php.getFileName().toString().substring("php".length());
    Files.copy(dir.resolve("usr/lib/php").resolve(line).resolve("php.ini-production"), dir.resolve("settings/php.ini"));
    try (var modules = Files.list(dir.resolve("usr/lib/php"))) {
      var extensions = modules.filter(folder -> folder.getFileName().toString().matches("\\d{8}")).max(Path::compareTo).orElseThrow(() -> new BuildFailure("Debian's packages brought no directory of extensions."));
      Files.writeString(settings.resolve("00-directory.ini"), "extension_dir = \"" + extensions + "\"\n");
      try (Stream<Path> files = Files.walk(dir.resolve("usr/share"), 3)) {
        for (var file : files.filter(file -> file.toString().endsWith(".ini") && dir.relativize(file).toString().startsWith("usr/share/php")).sorted().toList()) {
          enable(file, extensions, settings);
        }
      }
    }
    layer.envDefault("PHPRC", dir.resolve("settings").toString());
    layer.envDefault("PHP_INI_SCAN_DIR", settings.toString());
  }

  /** As Debian's phpenmod: a link by priority, so that what others build on is loaded first. */
  private static void enable(Path file, Path extensions, Path settings) throws IOException {
    var text = Files2.boundedText(file, 1 << 16);
    var module = Pattern.compile("(?m)^\\s*(?:zend_)?extension\\s*=\\s*\"?([A-Za-z0-9_]+\\.so)").matcher(text);
    if (module.find() && !Files.isRegularFile(extensions.resolve(module.group(1)))) {
      return;
    }
    var priority = PRIORITY.matcher(text);
    Files.writeString(settings.resolve((priority.find() ? priority.group(1) : "20") + "-" + file.getFileName()), text);
  }

  private static Path newest(Path dir, String pattern) throws IOException {
    return Files2.list(dir).stream().filter(file -> file.getFileName().toString().matches(pattern)).max(Path::compareTo)
        .orElseThrow(() -> new BuildFailure("Debian's packages brought no " + pattern.replaceAll("\\W.*", "") + "."));
  }
}
