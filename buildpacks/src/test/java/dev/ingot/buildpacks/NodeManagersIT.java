package dev.ingot.buildpacks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.buildpacks.kit.Files2;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Package managers other than npm, workspaces, and sites that Node.js only builds. */
class NodeManagersIT {
  /** Node.js as the first test fetched it: the others start with it in their cache. */
  @TempDir static Path fetched;
  @TempDir Path root;

  @Test
  void yarn4_installsLockedModules_withoutDevelopmentOnes_andKeepsThemOverAChange() throws Exception {
    var cnb = sample("nodejs-yarn");
    var first = cnb.build("nodejs");
    assertThat(first.code()).as(first.output()).isZero();
    assertThat(first.output()).contains("yarn 4.18.1 for 4.18.1 (packageManager of package.json)").contains("yarn install --immutable");
    try (var app = cnb.launch(Map.of())) {
      assertThat(app.get("/").body()).contains("Hello from Koa");
      assertThat(app.stop()).as("node itself gets the signal").isZero();
    }
    assertThat(cnb.layers.resolve("nodejs/modules/node_modules/koa")).exists();
    assertThat(cnb.layers.resolve("nodejs/modules/node_modules/nanoid")).as("a development module").doesNotExist();
    assertThat(Files.readString(cnb.layers.resolve("nodejs/package-manager.toml"))).as("not in the image").contains("launch = false");
    assertUnchangedModules(cnb, "nodejs-yarn", "server.js", "Hello from Koa");
  }

  @Test
  void yarn4_withZipFiles_startsThroughPnp() throws Exception {
    var cnb = sample("nodejs-yarn");
    Files.writeString(cnb.app.resolve(".yarnrc.yml"), "nodeLinker: pnp\n");
    var result = cnb.build("nodejs");
    assertThat(result.code()).as(result.output()).isZero();
    assertThat(cnb.app.resolve("node_modules")).doesNotExist();
    try (var app = cnb.launch(Map.of())) {
      assertThat(app.get("/").body()).contains("Hello from Koa");
    }
  }

  @Test
  void yarn1_lockFileOfAnotherRegistry_isInstalledFromThePlatforms_andLeftAsItWas() throws Exception {
    var cnb = sample("nodejs-express");
    var lock = yarnLock(cnb.app);
    var result = cnb.build("nodejs");
    assertThat(result.code()).as(result.output()).isZero();
    assertThat(result.output()).contains("yarn 1.22.").contains("yarn install --non-interactive");
    assertThat(Files.readString(cnb.app.resolve("yarn.lock"))).isEqualTo(lock);
    assertThat(Files.readString(cnb.app.resolve("node_modules/ws/package.json"))).as("the locked version, not the newest").contains("\"version\": \"8.18.0\"");
    try (var app = cnb.launch(Map.of())) {
      assertThat(app.get("/").body()).contains("true");
    }
  }

  @Test
  void pnpmWorkspace_packagesFindModulesAndEachOther_andModulesStayOverAChange() throws Exception {
    var cnb = sample("nodejs-pnpm-workspace");
    var first = cnb.build("nodejs");
    assertThat(first.code()).as(first.output()).isZero();
    assertThat(first.output()).contains("pnpm 10.34.9 for 10.34.9 (packageManager of package.json)");
    assertThat(Files.readSymbolicLink(cnb.layers.resolve("nodejs/modules/packages/web/node_modules/@sample/greeting"))).isEqualTo(cnb.app.resolve("packages/greeting"));
    try (var app = cnb.launch(Map.of())) {
      assertThat(app.get("/").body()).contains("Hello from a workspace");
    }
    assertUnchangedModules(cnb, "nodejs-pnpm-workspace", "packages/greeting/index.js", "Hello from a workspace");
  }

  @Test
  void packageOfAWorkspace_isBuiltAndStartedByItsPath() throws Exception {
    var cnb = sample("nodejs-pnpm-workspace");
    replace(cnb.app.resolve("packages/web/package.json"), "\"type\": \"module\",", "\"type\": \"module\", \"scripts\": {\"build\": \"echo made > built.txt\", \"prebuild\": \"test -d node_modules/hono\"},");
    cnb.userEnv.put("BP_NODE_PROJECT_PATH", "packages/web");
    var result = cnb.build("nodejs");
    assertThat(result.code()).as(result.output()).isZero();
    assertThat(cnb.app.resolve("packages/web/built.txt")).exists();
    try (var app = cnb.launch(Map.of())) {
      assertThat(app.get("/").body()).contains("Hello from a workspace");
    }
    cnb.userEnv.put("BP_NODE_PROJECT_PATH", "packages/none");
    assertThat(cnb.build("nodejs").output()).contains("ERROR: BP_NODE_PROJECT_PATH=packages/none has no package.json");
  }

  @Test
  void viteSite_isAllThatStays_andTheStaticBuildpackServesIt() throws Exception {
    var cnb = sample("nodejs-vite");
    assertThat(cnb.detect("nodejs")).isZero();
    assertThat(cnb.detectedPlan()).contains("[[provides]]\nname = \"web-content\"").contains("[[or]]");
    assertThat(cnb.detect("static")).isZero();
    assertThat(cnb.detectedPlan()).isEqualTo("[[requires]]\nname = \"web-content\"\n");
    cnb.planned.add("web-content");
    var first = cnb.build("nodejs");
    assertThat(first.code()).as(first.output()).isZero();
    assertThat(Files2.list(cnb.app)).as("no sources, no modules").containsExactly(cnb.app.resolve("dist"));
    assertThat(Files.readString(cnb.layers.resolve("nodejs/node.toml"))).contains("launch = false");
    assertThat(cnb.layers.resolve("nodejs/modules.toml")).doesNotExist();

    for (var name : new String[] {"BP_WEB_SERVER_ROOT", "BP_WEB_SERVER_ENABLE_PUSH_STATE"}) {
      cnb.userEnv.put(name, Files.readString(cnb.layers.resolve("nodejs/site/env").resolve(name + ".default")));
    }
    var served = cnb.build("static");
    assertThat(served.code()).as(served.output()).isZero();
    try (var app = cnb.launch(Map.of())) {
      assertThat(app.get("/any/page").body()).as("the browser does the routing").contains("/assets/index-");
    }

    cnb.userEnv.clear();
    cnb.push("nodejs-vite");
    cnb.restore("nodejs");
    Files.writeString(cnb.app.resolve("src/main.js"), Files.readString(cnb.app.resolve("src/main.js")).replace("Built by Vite", "Changed"));
    var second = cnb.build("nodejs");
    assertThat(second.output()).contains("modules are unchanged (layer build-modules)").contains("npm run build").doesNotContain("npm ci");
  }

  @Test
  void serverWithAnIndexPage_isNoSite_andNeitherIsOneThatSaysSo() throws Exception {
    var cnb = sample("nodejs-express");
    Files.writeString(Files.createDirectories(cnb.app.resolve("public")).resolve("index.html"), "<p>page</p>");
    assertThat(cnb.detect("static")).isEqualTo(100);
    cnb.push("nodejs-vite");
    cnb.userEnv.put("BP_WEB_SERVER", "none");
    assertThat(cnb.detect("static")).isEqualTo(100);
    cnb.userEnv.put("BP_WEB_SERVER", "httpd");
    assertThat(cnb.detect("static")).isEqualTo(100);
  }

  @Test
  void managersThatCannotBeHad_areToldClearly() throws Exception {
    var cnb = sample("nodejs-yarn");
    replace(cnb.app.resolve("package.json"), "yarn@4.18.1", "bun@1.0.0");
    assertThat(cnb.build("nodejs").output()).contains("ERROR: package.json asks for the package manager bun, which this buildpack does not have");
    replace(cnb.app.resolve("package.json"), "bun@1.0.0", "yarn@4.999.0");
    assertThat(cnb.build("nodejs").output()).contains("ERROR: No yarn matches 4.999.0 (packageManager of package.json)");
    Files.writeString(cnb.app.resolve(".yarnrc.yml"), "yarnPath: ../../etc/passwd\n");
    assertThat(cnb.build("nodejs").output()).contains("ERROR: .yarnrc.yml names the program ../../etc/passwd, which is not in the app's directory");
    Files.writeString(cnb.app.resolve(".yarnrc.yml"), "nodeLinker: node-modules\n");
    replace(cnb.app.resolve("package.json"), "yarn@4.999.0", "yarn@4.18.1");
    replace(cnb.app.resolve("package.json"), "^3.0.0", "^2.0.0");
    var differing = cnb.build("nodejs");
    assertThat(differing.code()).isEqualTo(1);
    assertThat(differing.output()).contains("If it says that package.json and yarn.lock differ, run `yarn install` and push again");
  }

  private void assertUnchangedModules(Cnb cnb, String sample, String source, String text) throws Exception {
    var modules = Cnb.content(cnb.layers.resolve("nodejs/modules"));
    cnb.push(sample);
    cnb.restore("nodejs");
    replace(cnb.app.resolve(source), text, "Changed");
    var second = cnb.build("nodejs");
    assertThat(second.output()).contains("modules are unchanged").doesNotContain(" install");
    assertThat(Cnb.content(cnb.layers.resolve("nodejs/modules"))).isEqualTo(modules);
    try (var app = cnb.launch(Map.of())) {
      assertThat(app.get("/").body()).contains("Changed");
    }
  }

  /** Two modules without dependencies, locked by Yarn 1 at a registry that is not there. */
  private static String yarnLock(Path app) throws Exception {
    var npm = Files.readString(app.resolve("package-lock.json"));
    Files.delete(app.resolve("package-lock.json"));
    Files.writeString(app.resolve("package.json"), "{\"name\": \"y\", \"version\": \"1.0.0\", \"dependencies\": {\"ws\": \"^8.0.0\", \"nanoid\": \"^5.1.0\"}}");
    Files.writeString(app.resolve("server.js"), "const ws = require('ws');\nrequire('node:http').createServer((q, a) => a.end(String(typeof ws.WebSocketServer === 'function'))).listen(process.env.PORT);\n");
    var nanoid = Pattern.compile("\"node_modules/nanoid\": \\{\\s*\"version\": \"([^\"]+)\",\\s*\"integrity\": \"([^\"]+)\"").matcher(npm);
    assertThat(nanoid.find()).isTrue();
    var lock = """
        # yarn lockfile v1


        nanoid@^5.1.0:
          version "%1$s"
          resolved "https://nowhere.invalid/nanoid/-/nanoid-%1$s.tgz"
          integrity %2$s

        ws@^8.0.0:
          version "8.18.0"
          resolved "https://nowhere.invalid/ws/-/ws-8.18.0.tgz"
          integrity sha512-8VbfWfHLbbwu3+N6OKsOMpBdT4kXPDDB9cJk2bJ6mh9ucxdlnNvH1e+roYkKmN9Nxw2yjz7VzeO9oOz2zJ04Pw==
        """.formatted(nanoid.group(1), nanoid.group(2));
    Files.writeString(app.resolve("yarn.lock"), lock);
    return lock;
  }

  /** The machine has a Node.js of its own, which a build container has not: whoever uses it fails. */
  private Cnb sample(String name) throws Exception {
    var trap = Files.createDirectories(root.resolve("trap"));
    for (var tool : new String[] {"npm", "node", "npx", "yarn", "pnpm", "corepack"}) {
      Files2.makeExecutable(Files.writeString(trap.resolve(tool), "#!/bin/sh\necho \"the machine's own $0 was used\"; exit 99\n"));
    }
    var cnb = new Cnb(root, name);
    cnb.userEnv.put("PATH", trap + ":" + System.getenv("PATH"));
    for (var file : Files2.list(fetched)) {
      Files2.copy(file, Files.createDirectories(cnb.layers.resolve("nodejs")).resolve(file.getFileName()));
    }
    return cnb;
  }

  @AfterEach
  void keepFetched() throws Exception {
    var layers = root.resolve("layers/nodejs");
    if (Files2.list(fetched).isEmpty() && Files.isRegularFile(layers.resolve("node/bin/node")) && Files.isRegularFile(layers.resolve("node.toml"))) {
      for (var name : new String[] {"node", "node.toml", "node-headers", "node-headers.toml"}) {
        Files2.copy(layers.resolve(name), fetched.resolve(name));
      }
    }
  }

  private static void replace(Path file, String from, String to) throws Exception {
    var text = Files.readString(file);
    assertThat(text).contains(from);
    Files.writeString(file, text.replace(from, to));
  }
}
