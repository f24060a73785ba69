package dev.ingot.buildpacks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.buildpacks.kit.Command;
import dev.ingot.buildpacks.kit.Files2;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PhpIT {
  @TempDir Path root;

  @Test
  void sample_isServedWithItsExtensions_andAChangedLineKeepsTheRuntime_andComposersPackagesComeInVendor() throws Exception {
    var cnb = new Cnb(root, "php-web");
    // Composer itself needs it below.
    cnb.userEnv.put("BP_PHP_EXTENSIONS", "intl");
    assertThat(cnb.detect("php")).isZero();
    var first = cnb.build("php");
    assertThat(first.code()).as(first.output()).isZero();
    Files.writeString(cnb.app.resolve("public/.secret"), "secret");
    try (var app = cnb.launch(Map.of("MEMORY_LIMIT", "128m"))) {
      assertThat(app.get("/").body()).contains("\"message\":\"Hello From Ingot\"");
      assertThat(app.get("/").headers().firstValue("X-App-Instance")).hasValue("3");
      assertThat(app.get("/pretty/path?x=1").body()).contains("\"path\":\"\\/pretty\\/path?x=1\"");
      assertThat(app.get("/site.css").headers().firstValue("Content-Type").orElse("")).startsWith("text/css");
      assertThat(app.get("/.secret").statusCode()).isEqualTo(404);
      assertThat(app.stop()).isZero();
    }
    var php = Cnb.content(cnb.layers.resolve("php/php"));

    cnb.push("php-web");
    cnb.restore("php");
    Files.writeString(cnb.app.resolve("public/index.php"), "<?php echo 'Changed';");
    assertThat(cnb.build("php").output()).contains("(from the cache)");
    assertThat(Cnb.content(cnb.layers.resolve("php/php"))).isEqualTo(php);
    try (var app = cnb.launch(Map.of())) {
      assertThat(app.get("/").body()).isEqualTo("Changed");
    }
    vendored(cnb);
    refused(cnb, "{\"require\": {\"monolog/monolog\": \"^3\"}}", "ERROR: composer.json asks for monolog/monolog, but there is no vendor/autoload.php");
    refused(cnb, "{\"require\": {\"ext-Bad Name\": \"*\"}}", "ERROR: 'bad name' is not the name of a PHP extension");
    refused(cnb, "{\"require\": {\"php\": \"^7.4 || ~9.1\"}}", "ERROR: The app wants PHP ^7.4||~=9.1 (composer.json), but PHP here is Debian's, 8.");
  }

  /** FastRoute of Debian's packages as a package of Composer's, installed by Composer itself. */
  private void vendored(Cnb cnb) throws Exception {
    cnb.push("php-web");
    Files.writeString(cnb.app.resolve("composer.json"), """
        {"name": "ingot/routes", "repositories": [{"packagist": false}, {"type": "path", "url": "packages/fast-route", "options": {"symlink": false}}],
         "require": {"php": ">=8.1", "ext-mbstring": "*", "nikic/fast-route": "^1.3"}}
        """);
    Files.writeString(cnb.app.resolve("public/index.php"), """
        <?php
        require __DIR__ . '/../vendor/autoload.php';
        $routes = FastRoute\\simpleDispatcher(function (FastRoute\\RouteCollector $all) { $all->addRoute('GET', '/notes/{id:\\d+}', 'note'); });
        $found = $routes->dispatch($_SERVER['REQUEST_METHOD'], $_SERVER['REQUEST_URI']);
        echo $found[0] === FastRoute\\Dispatcher::FOUND ? $found[1] . ' ' . $found[2]['id'] : 'none';
        """);
    var php = cnb.layers.resolve("php/php");
    Command.of(cnb.app, "/bin/sh", "-euc", """
        own=$(mktemp -d)
        trap 'rm -rf "$own"' EXIT
        (cd "$own" && apt-get download -qq -o APT::Sandbox::User= php-nikic-fast-route composer $(apt-cache depends --recurse --no-recommends --no-suggests --no-conflicts --no-breaks --no-replaces \
          --no-enhances composer | grep -E '^(php-(composer|symfony|react|psr|seld)-|php-json-schema$|jsonlint$)'))
        for deb in "$own"/*.deb; do dpkg-deb --extract "$deb" "$own"; done
        mkdir -p packages/fast-route
        mv "$own/usr/share/php/FastRoute" packages/fast-route/src
        printf '%s' '{"name": "nikic/fast-route", "version": "1.3.0", "autoload": {"psr-4": {"FastRoute\\\\": "src/"}, "files": ["src/functions.php"]}}' > packages/fast-route/composer.json
        HOME=$own COMPOSER_ALLOW_SUPERUSER=1 php -d include_path="$own/usr/share/php" "$own/usr/bin/composer" install --no-dev --no-interaction
        """).path(php.resolve("bin")).env(Map.of("PHPRC", Files.readString(php.resolve("env/PHPRC.default")), "PHP_INI_SCAN_DIR", Files.readString(php.resolve("env/PHP_INI_SCAN_DIR.default")),
        "LD_LIBRARY_PATH", Files.readString(php.resolve("env/LD_LIBRARY_PATH.prepend")))).capture("composer install");
    cnb.restore("php");
    var built = cnb.build("php");
    assertThat(built.code()).as(built.output()).isZero();
    try (var app = cnb.launch(Map.of())) {
      assertThat(app.get("/notes/7").body()).isEqualTo("note 7");
      assertThat(app.get("/vendor/autoload.php").statusCode()).as("vendor/ is not served").isEqualTo(404);
    }
    Files.writeString(cnb.app.resolve("vendor/composer/installed.json"), "{\"packages\": []}");
    refused(cnb, Files.readString(cnb.app.resolve("composer.json")), "ERROR: composer.lock names nikic/fast-route, but vendor/ does not have it. Composer's packages are not fetched");
    Files2.delete(cnb.app.resolve("vendor"));
    refused(cnb, Files.readString(cnb.app.resolve("composer.json")), "ERROR: composer.json asks for nikic/fast-route, but there is no vendor/autoload.php");
  }

  private static void refused(Cnb cnb, String composer, String message) throws Exception {
    Files.writeString(cnb.app.resolve("composer.json"), composer);
    cnb.restore("php");
    assertThat(cnb.build("php").output()).contains(message).doesNotContain("Exception");
  }
}
