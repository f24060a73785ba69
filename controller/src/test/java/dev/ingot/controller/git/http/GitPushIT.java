package dev.ingot.controller.git.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.api.cell.v1.Image;
import dev.ingot.api.cell.v1.ProcessType;
import dev.ingot.api.cell.v1.StagedDroplet;
import dev.ingot.api.cell.v1.StagingFailure;
import dev.ingot.api.cell.v1.StagingResult;
import dev.ingot.controller.build.BuildCompletion;
import dev.ingot.controller.log.LogStore;
import dev.ingot.controller.packages.Packages;
import dev.ingot.controller.testing.Http;
import dev.ingot.controller.testing.RunningController;
import dev.ingot.controller.testing.Tenants;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** The real `git` against the real controller. The cell is this test: it takes builds and says how they ended. */
class GitPushIT {
  @TempDir Path folder;
  private final RunningController controller = RunningController.get();
  private final Http admin = controller.admin();
  private final AtomicBoolean over = new AtomicBoolean();
  private final List<String> builds = new ArrayList<>();
  private volatile String failure = "";
  private String org;
  private String space;
  private String app;
  private Thread cell;

  @BeforeEach
  void prepare() throws Exception {
    String image = "{\"repository\":\"stacks/x/run\",\"digest\":\"sha256:" + "1".repeat(64) + "\"}";
    Http.Answer stack = controller.cell().put("/internal/stacks/ingot-debian", "{\"description\":\"d\",\"build\":" + image + ",\"run\":" + image + "}");
    assertThat(stack.status()).as(stack.body()).isLessThan(300);
    Tenants tenants = new Tenants(controller);
    String orgGuid = tenants.organization();
    org = admin.get("/v3/organizations/" + orgGuid).at("/name");
    space = admin.get("/v3/spaces/" + tenants.space(orgGuid)).at("/name");
    app = Tenants.unique("shop");
    cell = Thread.ofVirtual().start(this::completeBuilds);
    git("init", "-q", "-b", "main", ".");
    git("config", "user.email", "a@example.org");
    git("config", "user.name", "A");
    write("manifest.yml", "applications:\n- name: other\n  instances: 0\n");
    write("index.js", "hello");
  }

  @AfterEach
  void stop() {
    over.set(true);
    cell.interrupt();
  }

  @Test
  void push_of_main_builds_and_deploys_the_files_of_the_commit() throws Exception {
    write(".cfignore", "secret.txt\nnode_modules/\n");
    write("secret.txt", "x");
    write("node_modules/a.js", "x");
    write("bin/run.sh", "#!/bin/sh");
    assertThat(folder.resolve("bin/run.sh").toFile().setExecutable(true)).isTrue();
    Files.createSymbolicLink(folder.resolve("link"), Path.of("bin/run.sh"));
    Run push = commitAndPush("main");
    assertThat(push.output()).contains("Detecting buildpacks in the build log", "Deployed. The app is scaled to 0 instances");
    assertThat(push.code()).as(push.output()).isZero();
    assertThat(at("/v3/apps?names=" + app, "/resources/0/state")).isEqualTo("STARTED");
    Map<String, Integer> modes = packageModes();
    assertThat(modes).containsOnlyKeys("index.js", "manifest.yml", "bin/run.sh", "link");
    assertThat(modes.get("bin/run.sh") & 0111).isEqualTo(0111);
    assertThat(modes.get("link") & 0170000).isEqualTo(0120000);
    assertThat(git("ls-remote", remote()).output()).contains("refs/heads/main");
  }

  @Test
  void failed_build_refuses_the_push_and_a_corrected_one_is_taken() throws Exception {
    failure = "no start command was found";
    Run refused = commitAndPush("main");
    assertThat(refused.code()).isNotZero();
    assertThat(refused.output()).contains("The build failed: NoAppDetectedError - An app was not successfully detected by any available buildpack: no start command was found", "push again", "[remote rejected]");
    assertThat(git("ls-remote", remote()).output()).as("the branch was not moved").doesNotContain("refs/heads/main");
    failure = "";
    write("Procfile", "web: true");
    assertThat(commitAndPush("main").code()).isZero();
  }

  @Test
  void other_branches_are_stored_but_not_deployed() throws Exception {
    Run push = commitAndPush("feature");
    assertThat(push.code()).as(push.output()).isZero();
    assertThat(push.output()).contains("Only main and master are deployed");
    assertThat(builds).isEmpty();
    assertThat(git("ls-remote", remote()).output()).contains("refs/heads/feature");
    assertThat(admin.get("/v3/apps?names=" + app).json().at("/resources")).isEmpty();
  }

  @Test
  void deployed_branch_cannot_be_deleted() throws Exception {
    commitAndPush("main");
    Run deletion = git("push", remote(), ":main");
    assertThat(deletion.code()).isNotZero();
    assertThat(deletion.output()).contains("cannot be deleted");
  }

  @Test
  void broken_manifest_refuses_the_push_before_anything_is_made() throws Exception {
    write("manifest.yml", "applications: [{name: a}, {name: b}]\n");
    Run push = commitAndPush("main");
    assertThat(push.code()).isNotZero();
    assertThat(push.output()).contains("manifest.yml has no application named " + app);
    write("manifest.yml", "applications:\n- name: x\n  path: ../../etc\n");
    assertThat(commitAndPush("main").output()).contains("outside of the repository");
    assertThat(admin.get("/v3/apps?names=" + app).json().at("/resources")).isEmpty();
  }

  @Test
  void strangers_see_nothing_and_readers_may_not_push() throws Exception {
    Run wrong = git("ls-remote", remote("admin", "wrong"));
    assertThat(wrong.code()).isNotZero();
    Tenants tenants = new Tenants(controller);
    String stranger = tenants.user();
    assertThat(controller.anonymous().get("/git/" + org + "/" + space + "/" + app + ".git/info/refs?service=git-upload-pack").status()).isEqualTo(401);
    assertThat(tenants.login(stranger).get("/git/" + org + "/" + space + "/" + app + ".git/info/refs?service=git-receive-pack").status()).isEqualTo(404);
    assertThat(admin.get("/git/" + org + "/" + space + "/..%2f..%2fx.git/info/refs?service=git-receive-pack").status()).isIn(400, 404);
  }

  private void completeBuilds() {
    try {
      while (!over.get()) {
        for (JsonNode build : admin.get("/v3/builds?states=STAGING").json().at("/resources")) {
          complete(build);
        }
        Thread.sleep(50);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void complete(JsonNode build) {
    String guid = build.path("guid").asString();
    String appGuid = build.at("/relationships/app/data/guid").asString();
    builds.add(guid);
    controller.bean(LogStore.class).append(appGuid, "STG", "Detecting buildpacks in the build log");
    StagingResult.Builder result = StagingResult.newBuilder().setBuildGuid(guid);
    if (failure.isEmpty()) {
      result.setStaged(StagedDroplet.newBuilder().setImage(Image.newBuilder().setRepository("apps/" + appGuid).setDigest("sha256:" + "0".repeat(64)))
          .addProcesses(ProcessType.newBuilder().setType("web").setCommand("node index.js")).setDefaultProcess("web"));
    } else {
      result.setFailed(StagingFailure.newBuilder().setCode("NoAppDetectedError").setReason(failure));
    }
    controller.bean(BuildCompletion.class).finished(result.build());
  }

  private Map<String, Integer> packageModes() throws IOException {
    String appGuid = at("/v3/apps?names=" + app, "/resources/0/guid");
    String bits = controller.bean(JdbcClient.class).sql("select guid from packages where app_guid = ?").param(appGuid).query(String.class).single();
    Map<String, Integer> modes = new TreeMap<>();
    try (ZipFile zip = ZipFile.builder().setPath(controller.bean(Packages.class).bitsForCell(bits)).get()) {
      for (ZipArchiveEntry entry : java.util.Collections.list(zip.getEntries())) {
        if (!entry.isDirectory()) {
          modes.put(entry.getName(), entry.getUnixMode());
        }
      }
    }
    return modes;
  }

  private String at(String path, String pointer) {
    return admin.get(path).at(pointer);
  }

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private Run commitAndPush(String branch) throws Exception {
    git("add", "-A", "-f");
    git("commit", "-q", "--allow-empty", "-m", "change");
    return git("push", remote(), "HEAD:refs/heads/" + branch);
  }

  private String remote() {
    return remote("admin", RunningController.PASSWORD.replace(" ", "%20"));
  }

  private String remote(String user, String password) {
    return controller.url().replace("://", "://" + user + ":" + password + "@") + "/git/" + org + "/" + space + "/" + app + ".git";
  }

  private record Run(int code, String output) {}

  private Run git(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().put("GIT_TERMINAL_PROMPT", "0");
    builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
    builder.environment().put("GIT_CONFIG_SYSTEM", "/dev/null");
    builder.environment().put("no_proxy", "*");
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Run(process.exitValue(), output);
  }
}
