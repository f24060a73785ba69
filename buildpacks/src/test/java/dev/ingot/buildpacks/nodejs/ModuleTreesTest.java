package dev.ingot.buildpacks.nodejs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.buildpacks.kit.BuildContext;
import dev.ingot.buildpacks.kit.Layer;
import dev.ingot.buildpacks.kit.Log;
import dev.ingot.buildpacks.kit.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A workspace as pnpm leaves it: packages/web uses packages/lib and a module of the store. */
class ModuleTreesTest {
  @TempDir Path root;
  private Path app;
  private Layer layer;
  private ModuleTrees trees;

  @BeforeEach
  void workspace() throws IOException {
    app = Files.createDirectories(root.resolve("app"));
    layer = new BuildContext(app, Files.createDirectories(root.resolve("layers")), root, new Settings(Map.of()), new Log(System.out)).layer("modules").clear();
    trees = new ModuleTrees(app);
    write("package.json", "{}");
    write("packages/lib/package.json", "{}");
    write("packages/lib/cli.js", "cli");
    write("packages/web/package.json", "{}");
    write("node_modules/.pnpm/dep@1/node_modules/dep/index.js", "dep");
    write("node_modules/.pnpm/dep@1/node_modules/dep/package.json", "{}");
    write("node_modules/.modules.yaml", "prunedAt: today");
    link("packages/web/node_modules/dep", "../../../node_modules/.pnpm/dep@1/node_modules/dep");
    link("packages/web/node_modules/@me/lib", "../../../lib");
    link("packages/web/node_modules/.bin/lib", "../../../lib/cli.js");
  }

  @Test
  void movedTrees_areFoundThroughLinks_andLeadBackToTheAppsPackages() throws IOException {
    trees.store(layer);
    assertThat(Files.exists(app.resolve("node_modules"), LinkOption.NOFOLLOW_LINKS)).isFalse();
    trees.link(layer);
    assertThat(app.resolve("packages/web/node_modules/dep/index.js")).hasContent("dep");
    assertThat(app.resolve("packages/web/node_modules/dep/index.js").toRealPath()).startsWith(layer.dir().toRealPath());
    assertThat(app.resolve("packages/web/node_modules/@me/lib").toRealPath()).isEqualTo(app.resolve("packages/lib").toRealPath());
    assertThat(Files.isExecutable(app.resolve("packages/lib/cli.js"))).as("a command of the workspace").isTrue();
    assertThat(layer.dir().resolve("node_modules/.modules.yaml")).as("holds the time of the day").doesNotExist();

    trees.restore(layer);
    assertThat(app.resolve("packages/web/node_modules")).isDirectory();
    assertThat(Files.isSymbolicLink(app.resolve("packages/web/node_modules"))).isFalse();
    assertThat(app.resolve("packages/web/node_modules/dep").toRealPath()).startsWith(app.toRealPath());
  }

  @Test
  void packages_areThoseOutsideOfModules_theAppsOwnFirst() throws IOException {
    assertThat(trees.packages()).containsExactly(app, app.resolve("packages/lib"), app.resolve("packages/web"));
  }

  @Test
  void linkOutOfTheApp_staysAsItIs_andNothingBehindItIsTouched() throws IOException {
    var outside = Files.writeString(root.resolve("secret"), "s");
    Files.createSymbolicLink(app.resolve("node_modules/evil"), outside);
    Files.createSymbolicLink(Files.createDirectories(app.resolve("node_modules/.bin")).resolve("evil"), outside);
    trees.store(layer);
    trees.link(layer);
    assertThat(Files.readSymbolicLink(layer.dir().resolve("node_modules/evil"))).isEqualTo(outside);
    assertThat(Files.isExecutable(outside)).isFalse();
    trees.delete();
    assertThat(outside).exists();
  }

  private void write(String path, String text) throws IOException {
    Files.createDirectories(app.resolve(path).getParent());
    Files.writeString(app.resolve(path), text);
  }

  private void link(String path, String target) throws IOException {
    Files.createDirectories(app.resolve(path).getParent());
    Files.createSymbolicLink(app.resolve(path), Path.of(target));
  }
}
