package dev.ingot.buildpacks.nodejs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.buildpacks.kit.BuildContext;
import dev.ingot.buildpacks.kit.Log;
import dev.ingot.buildpacks.kit.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartAndSiteTest {
  @TempDir Path root;

  @Test
  void startScript_runsWithoutTheManager_unlessItNeedsIt() throws IOException {
    assertThat(start("{\"scripts\": {\"start\": \"node server.js --x\"}}")).containsExactly("node", "server.js", "--x");
    assertThat(start("{\"scripts\": {\"start\": \"next start -p $PORT\"}}").getLast()).endsWith("exec next start -p $PORT");
    assertThat(start("{\"scripts\": {\"start\": \"node a.js\", \"prestart\": \"node b.js\"}}")).containsExactly("npm", "run", "start");
    write("pnpm-lock.yaml", "lockfileVersion: '9.0'");
    assertThat(start("{\"scripts\": {\"start\": \"node a.js\", \"prestart\": \"pnpm migrate\"}}")).containsExactly("pnpm", "run", "start");
    assertThat(needsManager("{\"scripts\": {\"start\": \"pnpm --filter web start\"}}")).isTrue();
    assertThat(needsManager("{\"scripts\": {\"start\": \"node pnpm-server.js\"}}")).isFalse();
  }

  @Test
  void launchpoint_wins_andMustBeAFileOfTheApp() throws IOException {
    write("src/main.js", "");
    assertThat(start("{\"scripts\": {\"start\": \"node other.js\"}}", Map.of("BP_LAUNCHPOINT", "./src/main.js"))).containsExactly("node", "src/main.js");
    for (var wrong : List.of("src/none.js", "../../etc/passwd", "src")) {
      assertThatThrownBy(() -> start("{}", Map.of("BP_LAUNCHPOINT", wrong))).hasMessageContaining("is not a file of the app");
    }
  }

  @Test
  void scripts_areBuildOrThoseOfTheSetting() throws IOException {
    var json = "{\"scripts\": {\"build\": \"x\", \"docs\": \"y\"}}";
    assertThat(scripts(json, Map.of())).containsExactly("build");
    assertThat(scripts(json, Map.of("BP_NODE_RUN_SCRIPTS", "docs, build"))).containsExactly("docs", "build");
    assertThat(scripts(json, Map.of("BP_NODE_RUN_SCRIPTS", "none"))).isEmpty();
    assertThatThrownBy(() -> scripts(json, Map.of("BP_NODE_RUN_SCRIPTS", "gone"))).hasMessageContaining("BP_NODE_RUN_SCRIPTS names 'gone'");
  }

  @Test
  void site_isTheOneDirectoryWithAnIndex_andNothingElseStays() throws IOException {
    write("dist/shop/browser/index.html", "page");
    write("src/main.ts", "source");
    write("Staticfile", "pushstate: enabled\n");
    keep(Map.of());
    assertThat(app().resolve("dist/shop/browser/index.html")).hasContent("page");
    assertThat(app().resolve("src")).doesNotExist();
    assertThat(app().resolve("package.json")).doesNotExist();
    assertThat(app().resolve("Staticfile")).exists();
    assertThat(root.resolve("layers/site/env/BP_WEB_SERVER_ROOT.default")).hasContent("dist/shop/browser");
  }

  @Test
  void siteThatIsNotThere_orTwice_orTheWholeApp_isRefused_andNothingIsLost() throws IOException {
    write("index.html", "source");
    assertThatThrownBy(() -> keep(Map.of())).hasMessageContaining("The build made no index.html");
    assertThatThrownBy(() -> keep(Map.of("BP_WEB_SERVER_ROOT", "."))).hasMessageContaining("its sources would be published");
    assertThatThrownBy(() -> keep(Map.of("BP_WEB_SERVER_ROOT", "../.."))).hasMessageContaining("The build did not make the directory ../..");
    write("dist/a/index.html", "a");
    write("dist/b/index.html", "b");
    assertThatThrownBy(() -> keep(Map.of())).hasMessageContaining("several sites: [dist/a, dist/b]");
    write("Staticfile", "root: dist/b\n");
    keep(Map.of());
    assertThat(app().resolve("dist/b/index.html")).exists();
    assertThat(app().resolve("dist/a")).doesNotExist();
  }

  private void keep(Map<String, String> settings) throws IOException {
    write("package.json", "{}");
    var context = context(settings);
    BuiltSite.keep(context, Workspace.of(context));
  }

  private List<String> scripts(String json, Map<String, String> settings) throws IOException {
    write("package.json", json);
    return Workspace.of(context(settings)).buildScripts(new Settings(settings));
  }

  private List<String> start(String json) throws IOException {
    return start(json, Map.of());
  }

  private List<String> start(String json, Map<String, String> settings) throws IOException {
    return command(json, settings).words().orElseThrow();
  }

  private boolean needsManager(String json) throws IOException {
    return command(json, Map.of()).needsManager();
  }

  private StartCommand command(String json, Map<String, String> settings) throws IOException {
    write("package.json", json);
    var context = context(settings);
    var workspace = Workspace.of(context);
    return new StartCommand(context, workspace, PackageManager.of(context, workspace.root()));
  }

  private BuildContext context(Map<String, String> settings) throws IOException {
    return new BuildContext(app(), Files.createDirectories(root.resolve("layers")), root, new Settings(settings), new Log(System.out));
  }

  private Path app() {
    return root.resolve("app");
  }

  private void write(String path, String text) throws IOException {
    Files.createDirectories(app().resolve(path).getParent());
    Files.writeString(app().resolve(path), text);
  }
}
