package dev.ingot.buildpacks.php;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.buildpacks.kit.BuildContext;
import dev.ingot.buildpacks.kit.BuildFailure;
import dev.ingot.buildpacks.kit.Log;
import dev.ingot.buildpacks.kit.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComposerTest {
  @TempDir Path app;

  @Test
  void extensionsOfTheAppAndItsPackages_becomeDebiansPackages() throws Exception {
    Files.writeString(app.resolve("composer.json"), "{\"require\": {\"php\": \"^8.1\", \"ext-PDO_MySQL\": \"*\", \"ext-json\": \"*\", \"a/b\": \"1\"}}");
    Files.writeString(app.resolve("composer.lock"), "{\"packages\": [{\"name\": \"a/b\", \"require\": {\"ext-dom\": \"*\", \"ext-redis\": \"*\"}}]}");
    var composer = Composer.of(context());
    assertThat(Extensions.packages(composer.extensions())).containsExactly("php-mysql", "php-redis", "php-xml");
    assertThatThrownBy(() -> composer.requireVendored(context())).isInstanceOf(BuildFailure.class).hasMessageContaining("a/b").hasMessageContaining("vendor/");
    Files.writeString(Files.createDirectories(app.resolve("vendor")).resolve("autoload.php"), "<?php");
    composer.requireVendored(context());
    assertThatThrownBy(() -> Extensions.packages(List.of("$(id)"))).isInstanceOf(BuildFailure.class);
  }

  @Test
  void vendorThatIsOlderThanTheLockFile_isRefusedByName() throws Exception {
    Files.writeString(app.resolve("composer.json"), "{\"require\": {\"a/b\": \"1\"}}");
    Files.writeString(app.resolve("composer.lock"), "{\"packages\": [{\"name\": \"a/b\"}, {\"name\": \"c/d\"}], \"packages-dev\": [{\"name\": \"e/f\"}]}");
    Files.writeString(Files.createDirectories(app.resolve("vendor/composer")).resolveSibling("autoload.php"), "<?php");
    Composer.of(context()).requireVendored(context());
    var installed = app.resolve("vendor/composer/installed.json");
    for (var text : List.of("{\"packages\": [{\"name\": \"a/b\"}]}", "[{\"name\": \"a/b\"}]")) {
      Files.writeString(installed, text);
      assertThatThrownBy(() -> Composer.of(context()).requireVendored(context())).isInstanceOf(BuildFailure.class).hasMessageStartingWith("composer.lock names c/d, but vendor/ does not have it.");
    }
    Files.writeString(installed, "{\"packages\": [{\"name\": \"a/b\"}, {\"name\": \"c/d\"}]}");
    Composer.of(context()).requireVendored(context());
    Files.writeString(installed, "{\"packages\": [1, {\"name\": {}}, null");
    assertThatThrownBy(() -> Composer.of(context()).requireVendored(context())).isInstanceOf(BuildFailure.class).hasMessageContaining("vendor/composer/installed.json");
  }

  @Test
  void composersWords_areUnderstood() throws Exception {
    for (var pair : Map.of("^8.1", true, ">=8.1 <8.3", true, "~8.1", true, "~8.1.0", false, "^7.4 || ^8.0", true, ">= 8.3", false, "8.2.*", true, "7.4 | 8.2.29", true).entrySet()) {
      Files.writeString(app.resolve("composer.json"), "{\"require\": {\"php\": \"" + pair.getKey() + "\"}}");
      assertThat(Composer.of(context()).accepted(context()).orElseThrow().accepts("8.2.29")).as(pair.getKey()).isEqualTo(pair.getValue());
    }
  }

  private BuildContext context() {
    return new BuildContext(app, app.resolve("layers"), app.resolve("buildpack"), new Settings(Map.of()), new Log(System.out));
  }
}
