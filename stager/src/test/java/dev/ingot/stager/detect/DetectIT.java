package dev.ingot.stager.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ingot.api.cell.v1.DetectVerdict;
import dev.ingot.api.cell.v1.DetectedBuildpack;
import dev.ingot.api.cell.v1.Image;
import dev.ingot.stager.build.BuildEnvironment;
import dev.ingot.stager.buildpack.Buildpack;
import dev.ingot.stager.buildpack.BuildpackStore;
import dev.ingot.stager.buildpack.Target;
import dev.ingot.stager.files.StageException;
import dev.ingot.stager.files.Workspace;
import dev.ingot.stager.pipeline.LocalSandboxes;
import dev.ingot.stager.plan.PlanResolver;
import dev.ingot.stager.sandbox.Sandbox;
import dev.ingot.stager.sandbox.Sandboxes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Detects that run for real: what they see, how they end, and what they can do to us. */
@Timeout(60)
class DetectIT {
  @TempDir Path dir;
  private Workspace workspace;
  private Path buildpacks;
  private final Map<String, String> user = new LinkedHashMap<>();
  private final List<String> log = new ArrayList<>();
  private final List<String> started = new ArrayList<>();
  private Duration limit = Duration.ofSeconds(30);
  private Detector detector;

  @BeforeEach
  void root() throws IOException {
    boolean root = "root".equals(System.getProperty("user.name"));
    assumeTrue(root || Boolean.getBoolean("ingot.it.required"), "chroot and mounts need root");
    workspace = Workspace.create(dir.resolve("work"));
    buildpacks = Files.createDirectories(dir.resolve("buildpacks"));
  }

  @Test
  void exitCodes_areVerdicts() throws Exception {
    detect("pass", "exit 0");
    detect("fail", "exit 100");
    detect("one", "echo wrong; exit 1");
    detect("killed", "kill -9 $$");
    detect("gone", "exit 0");
    Files.delete(buildpacks.resolve("gone/1.0.0/bin/detect"));
    detect("noplan", "echo 'not toml' > \"$CNB_BUILD_PLAN_PATH\"");
    detect("version", "printf '[[requires]]\\nname = \"a\"\\nversion = \"1\"\\n' > \"$CNB_BUILD_PLAN_PATH\"");
    run("fail", "one", "killed", "gone", "noplan", "version", "pass");
    var results = detector.outcome().getTriedList();
    assertThat(results).extracting(r -> r.getId() + " " + r.getVerdict() + " " + r.getExitCode()).containsExactly("fail FAILED 100", "one ERROR 1", "killed ERROR 137", "gone ERROR 127",
        "noplan ERROR 0", "version ERROR 0", "pass PASSED 0");
    assertThat(results).extracting(DetectedBuildpack::getWhy).contains("its bin/detect cannot be run (exit code 127)").anyMatch(why -> why.contains("metadata.version"));
  }

  @Test
  void allOfAnOrder_runInOneContainer_once_andTheirOutputIsNotMixed() throws Exception {
    var groups = new ArrayList<String>();
    for (int i = 0; i < 40; i++) {
      detect("b" + i, "for n in 1 2 3 4 5 6 7 8 9; do echo \"" + i + " line $n\"; done; echo x >> \"$CNB_BUILDPACK_DIR/runs\"; exit 1");
      Files.setAttribute(buildpacks.resolve("b" + i + "/1.0.0"), "unix:mode", 0777);
      groups.add("b" + i + " b" + (i + 1) % 40);
    }
    assertThatThrownBy(() -> run(groups.toArray(String[]::new))).isInstanceOfSatisfying(StageException.class, e -> assertThat(e.exitCode()).isEqualTo(21));
    assertThat(started).hasSize(1);
    for (int i = 0; i < 40; i++) {
      int from = log.indexOf("detect of b" + i + "@1.0.0 failed: exit code 1");
      int number = i;
      assertThat(log.subList(from + 1, from + 10)).allMatch(line -> line.startsWith("  " + number + " line "));
      assertThat(buildpacks.resolve("b" + i + "/1.0.0/runs")).as("it ran once for two groups").hasContent("x");
    }
  }

  @Test
  void variables_areTheBuildpacksOwn_whateverTheirNamesAndValues() throws Exception {
    user.putAll(Map.of("ODD.NAME", "odd", "QUOTED", "it's $HOME `x` \"y\"\n", "IFS", ":", "OPTIND", "3", "PPID", "9", "LONG", "x".repeat(100_000), "PATH", "/mine"));
    String write = "{ printf '%s|' \"$QUOTED\" \"$IFS\" \"${#LONG}\" \"$PATH\"; tr '\\0' '\\n' < /proc/$$/environ | grep '^ODD.NAME=\\|^OPTIND='; } | tee \"$CNB_BUILDPACK_DIR/out\"";
    detect("open", write);
    detect("shut", write);
    for (String id : List.of("open", "shut")) {
      Files.setAttribute(buildpacks.resolve(id + "/1.0.0"), "unix:mode", 0777);
    }
    Path toml = buildpacks.resolve("shut/1.0.0/buildpack.toml");
    Files.writeString(toml, Files.readString(toml) + "clear-env = true\n");
    run("open shut");
    assertThat(Files.readString(buildpacks.resolve("open/1.0.0/out"))).startsWith("it's $HOME `x` \"y\"\n|").contains("|100000|/mine:/usr/bin:/bin|").contains("ODD.NAME=odd").contains("OPTIND=3");
    assertThat(Files.readString(buildpacks.resolve("shut/1.0.0/out"))).startsWith("|").contains("|0|/usr/bin:/bin|").doesNotContain("odd").doesNotContain("OPTIND=3");
  }

  @Test
  void groupThatIsTaken_endsTheDetectsNobodyNeeds() throws Exception {
    detect("fast", "exit 0");
    detect("slow", "echo $$ > \"$CNB_BUILDPACK_DIR/pid\"; sleep 300; touch /home/vcap/app/changed");
    Files.setAttribute(buildpacks.resolve("slow/1.0.0"), "unix:mode", 0777);
    long begin = System.nanoTime();
    assertThat(run("fast", "slow").elements()).extracting(Buildpack::id).containsExactly("fast");
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(20));
    assertThat(detector.outcome().getTriedList()).extracting(DetectedBuildpack::getId).as("it was not needed, so it is not told").containsExactly("fast");
    assertThat(workspace.app().resolve("changed")).doesNotExist();
  }

  @Test
  void detectThatDoesNotEnd_isAnErrorAfterTheLimit_andOthersCount() throws Exception {
    limit = Duration.ofSeconds(4);
    detect("hang", "echo here; sleep 300");
    detect("pass", "exit 0");
    assertThat(run("hang", "hang? pass").elements()).extracting(Buildpack::id).containsExactly("pass");
    var hang = detector.outcome().getTried(0);
    assertThat(hang.getVerdict()).isEqualTo(DetectVerdict.ERROR);
    assertThat(hang.getWhy()).isEqualTo("it was not finished after 4 s");
    assertThat(hang.getOutputList()).containsExactly("here");
  }

  @Test
  void hostileDetect_swapsNoFileOfOurs_andItsFloodIsCut() throws Exception {
    detect("swap", "d=/plans/detect; rm -f $d/0.toml $d/0.out; ln -s /etc/passwd $d/0.toml; mv $d $d.old; ls -l $d; yes x | head -c 3000000; exit 1");
    assertThatThrownBy(() -> run("swap")).isInstanceOf(StageException.class);
    assertThat(detector.outcome().getTried(0).getOutputList()).hasSize(40).allMatch(line -> line.matches("x+"));
    assertThat(Files.isRegularFile(workspace.plans().resolve("detect/0.toml"), java.nio.file.LinkOption.NOFOLLOW_LINKS)).isTrue();
    detect("big", "head -c 2000000 /dev/zero | tr '\\0' '#' > \"$CNB_BUILD_PLAN_PATH\"");
    assertThatThrownBy(() -> run("big")).hasMessageContaining("its build plan cannot be used").hasMessageContaining("is larger than");
  }

  @Test
  void containerThatFails_isNotTheBuildpacksFault() throws Exception {
    detect("pass", "exit 0");
    var broken = new Sandbox() {
      @Override
      public Exit run(List<String> command, Map<String, String> env, String directory, Duration time, java.util.function.BiConsumer<String, Boolean> output)
          throws dev.ingot.stager.sandbox.SandboxException {
        throw new dev.ingot.stager.sandbox.SandboxException("runc is gone");
      }

      @Override
      public void close() { }
    };
    assertThatThrownBy(() -> run(broken, "pass")).isInstanceOfSatisfying(StageException.class, e -> assertThat(e.code()).isEqualTo("StagingError")).hasMessageContaining("runc is gone");
  }

  @Test
  void processThatADetectLeftBehind_isGoneBeforeAnythingIsRestored() throws Exception {
    detect("pass", "exit 0");
    var real = new LocalSandboxes().open(new Sandboxes.Spec("x", Image.getDefaultInstance(), mounts(), 0, 0));
    var stopped = new java.util.concurrent.atomic.AtomicBoolean();
    var lingering = new Sandbox() {
      @Override
      public Exit run(List<String> command, Map<String, String> env, String directory, Duration time, java.util.function.BiConsumer<String, Boolean> output)
          throws dev.ingot.stager.sandbox.SandboxException, InterruptedException {
        real.run(command, env, directory, time, output);
        try {
          new java.util.concurrent.CountDownLatch(1).await();
        } finally {
          stopped.set(true);
        }
        throw new IllegalStateException("nobody counts down");
      }

      @Override
      public void close() { }
    };
    assertThat(run(lingering, "pass").elements()).extracting(Buildpack::id).containsExactly("pass");
    assertThat(stopped).isTrue();
  }

  private PlanResolver.Resolution<Buildpack> run(String... groups) throws Exception {
    var sandbox = new LocalSandboxes().open(new Sandboxes.Spec("x", Image.getDefaultInstance(), mounts(), 0, 0));
    return run(sandbox, groups);
  }

  /** Buildpacks can write to their directories here, where the test lets them: it tells what they saw. */
  private List<Sandboxes.Mount> mounts() {
    return workspace.mounts(buildpacks);
  }

  private PlanResolver.Resolution<Buildpack> run(Sandbox sandbox, String... groups) throws Exception {
    started.clear();
    var counting = new Sandbox() {
      @Override
      public Exit run(List<String> command, Map<String, String> env, String directory, Duration time, java.util.function.BiConsumer<String, Boolean> output)
          throws dev.ingot.stager.sandbox.SandboxException, InterruptedException {
        started.add(command.getLast());
        return sandbox.run(command, env, directory, time, output);
      }

      @Override
      public void close() {
        sandbox.close();
      }
    };
    var store = BuildpackStore.load(buildpacks);
    var text = new StringBuilder();
    for (String group : groups) {
      text.append("[[order]]\n");
      for (String element : group.split(" ")) {
        text.append("[[order.group]]\nid = \"").append(element.replace("?", "")).append("\"\noptional = ").append(element.endsWith("?")).append('\n');
      }
    }
    Files.writeString(buildpacks.resolve("order.toml"), text);
    var environment = BuildEnvironment.of(Map.of("PATH", "/usr/bin:/bin"), user, "test", new Target("linux", "amd64", "", List.of()));
    detector = new Detector(workspace, environment, store, (error, line) -> log.add(line));
    return detector.detect(store.order(List.of()), List.of(), counting, limit);
  }

  private void detect(String id, String script) throws IOException {
    Path bin = Files.createDirectories(buildpacks.resolve(id).resolve("1.0.0/bin"));
    Files.writeString(bin.resolveSibling("buildpack.toml"), "api = \"0.10\"\n[buildpack]\nid = \"" + id + "\"\nversion = \"1.0.0\"\n");
    Files.writeString(bin.resolve("build"), "");
    Files.writeString(bin.resolve("detect"), "#!/bin/sh\n" + script + "\n");
    Files.setAttribute(bin.resolve("detect"), "unix:mode", 0755);
  }
}
