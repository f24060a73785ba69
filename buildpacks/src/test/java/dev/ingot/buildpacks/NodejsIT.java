package dev.ingot.buildpacks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.buildpacks.kit.Files2;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodejsIT {
  @TempDir Path root;

  @Test
  void sample_servesStopsGracefully_andKeepsItsLayersOverAOneLineChange() throws Exception {
    var cnb = sample();
    assertThat(cnb.detect("nodejs")).isZero();
    assertThat(cnb.detect("java")).isEqualTo(100);
    var first = cnb.build("nodejs");
    assertThat(first.code()).as(first.output()).isZero();
    assertThat(first.output()).as(">=22 means the long-term line, not the newest").contains("Node.js 24.");
    assertThat(cnb.layers.resolve("nodejs/node-headers/include/node/node.h")).exists();
    assertThat(cnb.layers.resolve("nodejs/node/npm/docs")).doesNotExist();
    try (var app = cnb.launch(Map.of())) {
      assertThat(app.get("/").statusCode()).isEqualTo(200);
      assertThat(app.get("/").headers().firstValue("X-App-Instance")).hasValue("3");
      assertThat(app.get("/").body()).contains("\"start\":\"").doesNotContain("\"start\":\"\"");
      assertThat(app.get("/env").body()).contains("\"NODE_ENV\"").doesNotContain("INGOT_NPM_REGISTRY");
      assertThat(app.stop()).as("node itself gets the signal").isZero();
      assertThat(Files.readString(app.log())).contains("SIGTERM: finishing open requests");
    }
    var modules = Cnb.content(cnb.layers.resolve("nodejs/modules"));
    var node = Cnb.content(cnb.layers.resolve("nodejs/node"));
    assertThat(modules).containsEntry("node_modules/.bin/nanoid", "-> ../nanoid/bin/nanoid.js");

    cnb.push("nodejs-express");
    cnb.restore("nodejs");
    Files.writeString(cnb.app.resolve("server.js"), Files.readString(cnb.app.resolve("server.js")).replace("Hello from Ingot", "Changed"));
    var second = cnb.build("nodejs");
    assertThat(second.output()).contains("modules are unchanged").doesNotContain("npm ci");
    assertThat(Cnb.content(cnb.layers.resolve("nodejs/modules"))).isEqualTo(modules);
    assertThat(Cnb.content(cnb.layers.resolve("nodejs/node"))).isEqualTo(node);
    try (var app = cnb.launch(Map.of())) {
      assertThat(app.get("/").body()).contains("Changed");
    }
  }

  @Test
  void buildScript_usesDevelopmentModules_whichAreNotInTheImage_alsoOnTheSecondBuild() throws Exception {
    var cnb = sample();
    addBuildScript(cnb.app);
    var first = cnb.build("nodejs");
    assertThat(first.code()).as(first.output()).isZero();
    assertThat(cnb.app.resolve("built.txt")).exists();
    assertThat(cnb.app.resolve("node_modules/express")).exists();
    assertThat(cnb.app.resolve("node_modules/.bin/nanoid")).as("a development module").doesNotExist();
    var modules = Cnb.content(cnb.layers.resolve("nodejs/modules"));

    cnb.push("nodejs-express");
    cnb.restore("nodejs");
    addBuildScript(cnb.app);
    var second = cnb.build("nodejs");
    assertThat(second.output()).contains("npm run build").doesNotContain("npm ci");
    assertThat(cnb.app.resolve("built.txt")).exists();
    assertThat(Cnb.content(cnb.layers.resolve("nodejs/modules"))).isEqualTo(modules);
  }

  @Test
  void lockFileThatDoesNotFit_failsWithWhatToDo() throws Exception {
    var cnb = sample();
    replace(cnb.app.resolve("package.json"), "\"ws\": \"^8.18.0\"", "\"ws\": \"^7.0.0\"");
    var result = cnb.build("nodejs");
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.output()).contains("ERROR: Failed installing modules").contains("run `npm install` and push again");
  }

  @Test
  void versionNobodyPublished_andNoRegistry_areToldClearly() throws Exception {
    var cnb = new Cnb(root, "nodejs-express");
    cnb.userEnv.put("BP_NODE_VERSION", "999.x");
    assertThat(cnb.build("nodejs").output()).contains("ERROR: No Node.js matches 999.x (BP_NODE_VERSION)");
    cnb.userEnv.put("INGOT_NPM_REGISTRY", "");
    cnb.userEnv.put("HOME", root.toString());
    assertThat(cnb.build("nodejs").output()).contains("ERROR: No npm registry is known").contains("INGOT_NPM_REGISTRY").doesNotContain("Exception");
  }

  /** The machine has a Node.js of its own, which a build container has not: whoever uses it fails. */
  private Cnb sample() throws Exception {
    var trap = Files.createDirectories(root.resolve("trap"));
    for (var name : new String[] {"npm", "node", "npx"}) {
      Files2.makeExecutable(Files.writeString(trap.resolve(name), "#!/bin/sh\necho \"the machine's own $0 was used\"; exit 99\n"));
    }
    var cnb = new Cnb(root, "nodejs-express");
    cnb.userEnv.put("PATH", trap + ":" + System.getenv("PATH"));
    return cnb;
  }

  private static void addBuildScript(Path app) throws Exception {
    replace(app.resolve("package.json"), "\"scripts\": {", "\"scripts\": { \"build\": \"nanoid > built.txt\",");
    var json = Files.readString(app.resolve("package.json"));
    var line = json.lines().filter(text -> text.contains("\"nanoid\":")).findFirst().orElseThrow();
    Files.writeString(app.resolve("package.json"),
        json.replace(line + "\n", "").replace("\"dependencies\": {", "\"devDependencies\": {" + line.strip().replace(",", "") + "},\n  \"dependencies\": {"));
    var lock = Files.readString(app.resolve("package-lock.json"));
    var range = line.strip().replace(",", "");
    lock = lock.replaceFirst("\\s+\"nanoid\": \"\\^[^\"]+\",", "").replaceFirst("\"dependencies\": \\{", java.util.regex.Matcher.quoteReplacement("\"devDependencies\": {" + range + "}, \"dependencies\": {"));
    Files.writeString(app.resolve("package-lock.json"), lock.replaceFirst("(\"node_modules/nanoid\": \\{)", "$1 \"dev\": true,"));
  }

  private static void replace(Path file, String from, String to) throws Exception {
    var text = Files.readString(file);
    assertThat(text).contains(from);
    Files.writeString(file, text.replace(from, to));
  }
}
