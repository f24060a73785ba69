package dev.ingot.buildpacks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PhpIT {
  @TempDir Path root;

  @Test
  void sample_isServedWithItsExtensions_andAChangedLineKeepsTheRuntime() throws Exception {
    var cnb = new Cnb(root, "php-web");
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
    refused(cnb, "{\"require\": {\"monolog/monolog\": \"^3\"}}", "ERROR: composer.json asks for monolog/monolog, but there is no vendor/autoload.php");
    refused(cnb, "{\"require\": {\"ext-Bad Name\": \"*\"}}", "ERROR: 'bad name' is not the name of a PHP extension");
    refused(cnb, "{\"require\": {\"php\": \"^7.4 || ~9.1\"}}", "ERROR: The app wants PHP ^7.4||~=9.1 (composer.json), but PHP here is Debian's, 8.");
  }

  private static void refused(Cnb cnb, String composer, String message) throws Exception {
    Files.writeString(cnb.app.resolve("composer.json"), composer);
    cnb.restore("php");
    assertThat(cnb.build("php").output()).contains(message).doesNotContain("Exception");
  }
}
