package dev.ingot.stager.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ingot.stager.build.BuildResult;
import dev.ingot.stager.build.LaunchProcess;
import dev.ingot.stager.buildpack.Buildpack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of buildpacks-and-images.md §1.8 and §2.9 with the real script, under each shell of this machine. */
@Timeout(60)
class LauncherIT {
  @TempDir Path dir;

  @BeforeEach
  void image() throws IOException {
    Files.createDirectories(dir.resolve("app/sub"));
    Files.createDirectories(dir.resolve("cnb/process"));
    Files.createDirectories(dir.resolve("cnb/lifecycle"));
    var processes = new TreeMap<String, LaunchProcess>();
    add(processes, new LaunchProcess("web", List.of("printf"), List.of("<%s>", "it's", "$HOME"), true, "", "a", 9));
    add(processes, new LaunchProcess("two", List.of("printf", "[%s]"), List.of("default"), true, "", "a", 9));
    add(processes, new LaunchProcess("old", List.of("printf"), List.of("{%s}"), true, "", "a", 8));
    add(processes, new LaunchProcess("env", List.of("env"), List.of(), true, "", "a", 9));
    add(processes, new LaunchProcess("pwd", List.of("pwd"), List.of(), true, dir.resolve("app/sub").toString(), "a", 9));
    add(processes, new LaunchProcess("shell", List.of("echo \"$FROM_PROFILE $DOT $V\""), List.of(), false, "", "a", 7));
    add(processes, new LaunchProcess("shellargs", List.of("echo"), List.of("$V", "b c"), false, "", "a", 7));
    add(processes, new LaunchProcess("gone", List.of("no-such-command"), List.of(), true, "", "a", 9));
    for (String type : processes.keySet()) {
      Files.createSymbolicLink(dir.resolve("cnb/process/" + type), dir.resolve("cnb/lifecycle/launcher"));
    }
    var outputs = List.of(output("a"), output("b"));
    write("layers/config/launch.sh", LaunchPlan.shell(new BuildResult(outputs, processes, "web", Map.of(), List.of())));
    Files.createDirectories(dir.resolve("layers/a/l1/bin"));
    Files.createDirectories(dir.resolve("layers/b/l2/bin"));
    Files.createDirectories(dir.resolve("layers/b/l2/lib"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash"})
  void arguments_followTheTable(String shell) throws Exception {
    assertThat(run(shell, "web")).isEqualTo("<it's><$HOME>");
    assertThat(run(shell, "web", "-%s-", "x y")).as("user arguments replace").isEqualTo("-x y-");
    assertThat(run(shell, "two")).isEqualTo("[default]");
    assertThat(run(shell, "two", "mine")).isEqualTo("[mine]");
    assertThat(run(shell, "old", "added")).as("before 0.9 they are added").isEqualTo("{added}");
    assertThat(run(shell, "pwd")).isEqualTo(dir.resolve("app/sub") + "\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash"})
  void userCommand_directAndByShell(String shell) throws Exception {
    assertThat(run(shell, "launcher", "--", "printf", "<%s>", "a b", "$V")).isEqualTo("<a b><$V>");
    assertThat(run(shell, "launcher", "echo $((1+1))")).isEqualTo("2\n");
    assertThat(run(shell, "launcher")).startsWith("82 ERROR: failed to launch: no command");
    assertThat(run(shell, "gone")).startsWith("82 ERROR: failed to launch: there is no command 'no-such-command'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash"})
  void environment_isMadeOfLayersInOrder(String shell) throws Exception {
    write("layers/a/l1/env/OVER", "first");
    write("layers/b/l2/env/OVER.override", "second\n");
    write("layers/a/l1/env/V.default", "unused");
    write("layers/a/l1/env.launch/JOIN.append", "x");
    write("layers/b/l2/env.launch/JOIN.append", "y");
    write("layers/b/l2/env.launch/JOIN.delim", "::");
    write("layers/a/l1/env.launch/env/ONLY", "for env");
    write("layers/a/l1/env.launch/web/NOT", "for web");
    write("layers/a/l1/env.build/BUILD", "no");
    write("layers/a/l1/env/X.unknown", "no");
    String env = run(shell, "env");
    String path = dir.resolve("layers/b/l2/bin") + ":" + dir.resolve("layers/a/l1/bin") + ":/usr/bin:/bin";
    assertThat(env.lines()).contains("PATH=" + path, "LD_LIBRARY_PATH=" + dir.resolve("layers/b/l2/lib"), "V=value", "JOIN=x::y", "ONLY=for env");
    assertThat(env).contains("OVER=second\n\n").doesNotContain("BUILD=", "NOT=", "CNB_", "_cnb_", "X=no");
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash"})
  void execD_setsVariablesAndItsFailureStopsTheLaunch(String shell) throws Exception {
    executable("layers/a/l1/exec.d/10", """
        echo to-stdout
        cat >&3 <<'END'
        PLAIN = "a b"
        ESC = "q\\"t\\tn\\\\ \\u00e9"
        "LIT"='c\\n'
        # note
        EQ = "x=y"
        END
        """);
    executable("layers/b/l2/exec.d/env/20", "printf 'SEEN = \"%s\"\\n' \"$PLAIN\" >&3\n");
    String env = run(shell, "env");
    assertThat(env.lines()).contains("to-stdout", "PLAIN=a b", "ESC=q\"t\tn\\ é", "LIT=c\\n", "EQ=x=y", "SEEN=a b");
    executable("layers/b/l2/exec.d/30", "exit 5\n");
    assertThat(run(shell, "env")).contains("82 ").contains("exec.d/30 ended with exit code 5");
  }

  @ParameterizedTest
  @ValueSource(strings = {"dash", "bash"})
  void shellProcess_sourcesProfiles(String shell) throws Exception {
    write("layers/a/l1/profile.d/a.sh", "FROM_PROFILE=one");
    write("layers/b/l2/profile.d/b.sh", "FROM_PROFILE=$FROM_PROFILE-two; export FROM_PROFILE");
    write("app/.profile", "export DOT=dot");
    assertThat(run(shell, "shell")).isEqualTo("one-two dot value\n");
    assertThat(run(shell, "shellargs")).isEqualTo("value b c\n");
  }

  private String run(String shell, String as, String... args) throws Exception {
    Path interpreter = Path.of("/usr/bin/" + shell);
    assumeTrue(Files.exists(interpreter) || Boolean.getBoolean("ingot.it.required"), shell + " is not on this machine");
    String script = new String(Exporter.launcherScript()).replaceFirst("#!/bin/sh", "#!" + interpreter);
    Files.deleteIfExists(dir.resolve("cnb/lifecycle/launcher"));
    executableRaw("cnb/lifecycle/launcher", script);
    var command = new java.util.ArrayList<String>();
    command.add(as.equals("launcher") ? dir.resolve("cnb/lifecycle/launcher").toString() : dir.resolve("cnb/process/" + as).toString());
    command.addAll(List.of(args));
    var builder = new ProcessBuilder(command).redirectErrorStream(true).directory(dir.toFile());
    builder.environment().clear();
    builder.environment().putAll(Map.of("PATH", dir + "/cnb/process:" + dir + "/cnb/lifecycle:/usr/bin:/bin", "CNB_LAYERS_DIR", dir.resolve("layers").toString(),
        "CNB_APP_DIR", dir.resolve("app").toString(), "CNB_PLATFORM_API", "0.14", "V", "value", "HOME", "/root", "LC_ALL", "C.UTF-8"));
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes());
    int status = process.waitFor();
    return status == 0 ? output : status + " " + output;
  }

  private static void add(Map<String, LaunchProcess> processes, LaunchProcess process) {
    processes.put(process.type(), process);
  }

  private static BuildResult.Output output(String id) {
    return new BuildResult.Output(new Buildpack(id, "1.0.0", "", "", 9, false, List.of(), Path.of("/")), List.of(), Map.of());
  }

  private void write(String path, String content) throws IOException {
    Path file = dir.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  private void executable(String path, String content) throws IOException {
    executableRaw(path, "#!/bin/sh\n" + content);
  }

  private void executableRaw(String path, String content) throws IOException {
    write(path, content);
    Files.setAttribute(dir.resolve(path), "unix:mode", 0755);
  }
}
