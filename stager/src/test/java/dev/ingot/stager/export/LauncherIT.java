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
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

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
    add(processes, new LaunchProcess("relative", List.of("./here"), List.of(), true, "", "a", 9));
    add(processes, new LaunchProcess("builtin", List.of("cd"), List.of("/"), true, "", "a", 9));
    add(processes, new LaunchProcess("lost", List.of("pwd"), List.of(), true, dir.resolve("app/none").toString(), "a", 9));
    add(processes, new LaunchProcess("shellpwd", List.of("pwd"), List.of(), false, dir.resolve("app/sub").toString(), "a", 8));
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

  /** What is put into the image before. */
  interface Setup {
    void of(LauncherIT image) throws IOException;
  }

  /**
   * One rule.
   *
   * @param call name the launcher is called by, then its arguments
   * @param expected each must be in the output; one that begins with `!` must not; one that begins with `=` is the whole output; a failure's output begins with its exit code
   */
  record Rule(String name, Setup setup, List<String> call, List<String> expected) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Rule rule(String name, Setup setup, List<String> call, String... expected) {
    return new Rule(name, setup, call, List.of(expected));
  }

  private static Rule rule(String name, List<String> call, String... expected) {
    return rule(name, image -> { }, call, expected);
  }

  private static Rule env(String name, String file, String content, String... expected) {
    return rule(name, image -> image.write(file, content), List.of("env"), expected);
  }

  private static Rule execD(String name, String toml, String... expected) {
    return rule("exec.d: " + name, image -> image.executable("layers/a/l1/exec.d/10", "cat >&3 <<'END'\n" + toml + "\nEND\n"), List.of("env"), expected);
  }

  static Stream<Arguments> rules() {
    var rules = List.of(
        // arguments
        rule("default arguments, not expanded", List.of("web"), "=<it's><$HOME>"),
        rule("one-word command: the user's arguments replace", List.of("web", "-%s-", "x y"), "=-x y-"),
        rule("command of several words: its own stay", List.of("two"), "=[default]"),
        rule("command of several words: the user's replace the default ones", List.of("two", "mine"), "=[mine]"),
        rule("before API 0.9 they are added", List.of("old", "added"), "={added}"),
        rule("an empty argument is one", List.of("two", ""), "=[]"),
        rule("arguments with blanks, quotes and newlines stay whole", List.of("two", "a \"b\" 'c'\n$d `e` *"), "=[a \"b\" 'c'\n$d `e` *]"),
        // user commands
        rule("-- is a direct command", List.of("launcher", "--", "printf", "<%s>", "a b", "$V"), "=<a b><$V>"),
        rule("without -- it is a shell's", List.of("launcher", "echo $((1+1)) $V"), "=2 value\n"),
        rule("several words: each expanded by the shell", List.of("launcher", "echo", "$V", "b  c"), "=value b  c\n"),
        rule("nothing to run", List.of("launcher"), "82 ERROR: failed to launch: no command"),
        rule("nothing after --", List.of("launcher", "--"), "82 ERROR: failed to launch: no command after --"),
        rule("a name that is no process and no launcher", List.of("launcher", "--", "no-such"), "82 ERROR: failed to launch: there is no command 'no-such'"),
        rule("exit code of the process", List.of("launcher", "--", "sh", "-c", "exit 7"), "7 "),
        rule("the process is the one that was started", List.of("launcher", "--", "sh", "-c", "echo pid $$"), "pid "),
        // finding and starting
        rule("missing command", List.of("gone"), "82 ERROR: failed to launch: there is no command 'no-such-command'"),
        rule("what only the shell knows is no program", List.of("builtin"), "82 ERROR: failed to launch: there is no command 'cd'"),
        rule("relative to the app directory", image -> image.executable("app/here", "echo here\n"), List.of("relative"), "=here\n"),
        rule("found in a layer's bin", image -> image.executable("layers/b/l2/bin/no-such-command", "echo found\n"), List.of("gone"), "=found\n"),
        rule("working directory of a process", List.of("pwd"), "app/sub\n"),
        rule("working directory that is not there", List.of("lost"), "82 ", "there is no directory"),
        rule("working directory of a shell process", List.of("shellpwd"), "app/sub\n"),
        // environment, in the order of §1.8
        rule("PATH: later buildpacks first, the launcher's own directories gone", List.of("env"), "PATH=@/layers/b/l2/bin:@/layers/a/l1/bin:/usr/bin:/bin\n",
            "LD_LIBRARY_PATH=@/layers/b/l2/lib\n", "!CNB_", "!_cnb_"),
        env("no suffix replaces", "layers/a/l1/env/V", "new", "\nV=new\n"),
        env("override", "layers/a/l1/env/V.override", "new", "\nV=new\n"),
        env("default leaves what is set", "layers/a/l1/env/V.default", "new", "\nV=value\n"),
        env("default sets what is not", "layers/a/l1/env/NEW.default", "new", "NEW=new\n"),
        env("append without a delimiter", "layers/a/l1/env/V.append", "+", "\nV=value+\n"),
        env("prepend without a delimiter", "layers/a/l1/env/V.prepend", "+", "\nV=+value\n"),
        rule("delimiter beside it", image -> {
          image.write("layers/a/l1/env/V.append", "x");
          image.write("layers/a/l1/env/V.delim", "::");
        }, List.of("env"), "\nV=value::x\n", "!V.delim"),
        rule("nothing to join: no delimiter", image -> {
          image.write("layers/a/l1/env/EMPTY.prepend", "x");
          image.write("layers/a/l1/env/EMPTY.delim", ":");
        }, List.of("env"), "EMPTY=x\n"),
        env("other suffixes are nothing", "layers/a/l1/env/V.unknown", "new", "\nV=value\n"),
        env("name up to the first dot", "layers/a/l1/env/V.override.more", "new", "\nV=value\n"),
        env("content byte for byte, without a shell", "layers/a/l1/env/NEW", "$V `id` \\ 'x'\n\n", "NEW=$V `id` \\ 'x'\n\n\n"),
        env("env.build is not for launching", "layers/a/l1/env.build/BUILD", "x", "!BUILD="),
        env("env.launch", "layers/a/l1/env.launch/NEW", "x", "NEW=x\n"),
        env("env.launch of this process", "layers/a/l1/env.launch/env/NEW", "x", "NEW=x\n"),
        env("env.launch of another", "layers/a/l1/env.launch/web/NEW", "x", "!NEW="),
        env("no directory is a variable", "layers/a/l1/env/DIR/file", "x", "!DIR="),
        env("a name that is no shell's is left out", "layers/a/l1/env/1-x", "x", "!1-x"),
        env("names of the launcher itself are not for layers", "layers/a/l1/env/_cnb_app", "/", "V=value"),
        rule("env before env.launch before its process's; a later buildpack wins", image -> {
          image.write("layers/a/l1/env.launch/env/N.append", "3");
          image.write("layers/a/l1/env.launch/N.append", "2");
          image.write("layers/a/l1/env/N.append", "1");
          image.write("layers/b/l2/env/N.append", "4");
        }, List.of("env"), "N=1234\n"),
        rule("layers of a buildpack by name", image -> {
          image.write("layers/a/l9/env/N.append", "9");
          image.write("layers/a/l10/env/N.append", "10,");
        }, List.of("env"), "N=10,9\n"),
        env("a link to a file counts", "layers/a/l1/env/SRC", "x", "SRC=x\n"),
        // exec.d
        execD("values of variables", "A = \"b c\"\nEQ = \"x=y\"\n# note\n\n  SPACED   =   \"s\"   # why", "A=b c\n", "EQ=x=y\n", "SPACED=s\n"),
        execD("escapes", "ESC = \"q\\\"t\\tn\\\\ \\u00e9 \\U0001F600 l\\nm\"", "ESC=q\"t\tn\\ é \uD83D\uDE00 l\nm\n"),
        execD("literal strings and quoted keys", "\"LIT\" = 'c\\n\"'\n'K2' = '' # x \"y\"", "LIT=c\\n\"\n", "K2=\n"),
        execD("replaces what is there", "V = \"other\"", "\nV=other\n"),
        execD("wildcards and dollars are text", "A = \"* $V ${V} `id` [x]\"", "A=* $V ${V} `id` [x]\n"),
        execD("a number is no string", "A = 5", "82 ", "wrote no string for A"),
        execD("a table is none either", "[table]", "82 ", "which is not NAME = "),
        execD("a string that does not end", "A = \"x", "82 ", "does not end"),
        execD("an escape nobody knows", "A = \"\\q\"", "82 ", "unknown escape"),
        execD("several lines", "A = \"\"\"\nx\"\"\"", "82 ", "no string of one line for A"),
        execD("something behind it", "A = \"x\" y", "82 ", "no string of one line for A"),
        rule("exec.d: stdout and stderr are the log", image -> image.executable("layers/a/l1/exec.d/10", "echo out; echo err >&2\n"), List.of("env"), "out\n", "err\n"),
        rule("exec.d: sees what was set before, by layers and by others", image -> {
          image.write("layers/b/l2/env/LATE", "env first");
          image.executable("layers/a/l1/exec.d/10", "printf 'ONE = \"%s\"\\n' \"$LATE\" >&3\n");
          image.executable("layers/b/l2/exec.d/10", "printf 'TWO = \"%s!\"\\n' \"$ONE\" >&3\n");
        }, List.of("env"), "ONE=env first\n", "TWO=env first!\n"),
        rule("exec.d: of this process after the common ones, of others never", image -> {
          image.executable("layers/a/l1/exec.d/env/10", "printf 'X = \"%s2\"\\n' \"$X\" >&3\n");
          image.executable("layers/a/l1/exec.d/20", "echo 'X = \"1\"' >&3\n");
          image.executable("layers/a/l1/exec.d/web/10", "exit 9\n");
        }, List.of("env"), "X=12\n"),
        rule("exec.d: runs in the app directory", image -> image.executable("layers/a/l1/exec.d/10", "pwd\n"), List.of("env"), "@/app\n"),
        rule("exec.d: its failure is the launch's", image -> image.executable("layers/a/l1/exec.d/10", "exit 5\n"), List.of("env"), "82 ", "exec.d/10 ended with exit code 5"),
        rule("exec.d: what cannot be run is a failure", image -> image.write("layers/a/l1/exec.d/10", "x"), List.of("env"), "82 ", "exec.d/10 cannot be run"),
        rule("exec.d: also for user commands", image -> image.executable("layers/a/l1/exec.d/10", "echo 'X = \"1\"' >&3\n"),
            List.of("launcher", "--", "env"), "X=1\n"),
        // profile scripts
        rule("profile.d in order, then .profile", image -> {
          image.write("layers/a/l1/profile.d/a.sh", "FROM_PROFILE=one");
          image.write("layers/a/l1/profile.d/shell/x.sh", "FROM_PROFILE=$FROM_PROFILE-own");
          image.write("layers/a/l1/profile.d/web/x.sh", "FROM_PROFILE=wrong");
          image.write("layers/b/l2/profile.d/b.sh", "FROM_PROFILE=$FROM_PROFILE-two; export FROM_PROFILE");
          image.write("app/.profile", "export DOT=dot-$FROM_PROFILE");
        }, List.of("shell"), "=one-own-two dot-one-own-two value\n"),
        rule("profile scripts for user commands by shell", image -> image.write("layers/a/l1/profile.d/a.sh", "export P=1"), List.of("launcher", "echo P=$P"), "=P=1\n"),
        rule("not for direct ones", image -> image.write("layers/a/l1/profile.d/a.sh", "echo sourced"), List.of("env"), "!sourced"),
        rule("shell process with arguments", List.of("shellargs"), "=value b c\n"),
        // images that are not whole
        rule("no launch plan", image -> Files.delete(image.dir.resolve("layers/config/launch.sh")), List.of("web"), "82 ", "launch.sh is missing"),
        rule("no app directory", image -> dev.ingot.oci.layer.Trees.delete(image.dir.resolve("app")), List.of("web"), "82 ", "there is no directory @/app"));
    return rules.stream().flatMap(rule -> Stream.of("dash", "bash", "busybox").map(shell -> Arguments.of(shell, rule)));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("rules")
  void holds(String shell, Rule rule) throws Exception {
    rule.setup.of(this);
    String output = run(shell, rule.call.getFirst(), rule.call.subList(1, rule.call.size()).toArray(String[]::new));
    for (String each : rule.expected) {
      String text = each.replace("@", dir.toString());
      if (text.startsWith("=")) {
        assertThat(output).isEqualTo(text.substring(1));
      } else if (text.startsWith("!")) {
        assertThat(output).doesNotContain(text.substring(1));
      } else if (text.startsWith("82 ") || text.equals("7 ")) {
        assertThat(output).startsWith(text);
      } else {
        assertThat("\n" + output).contains(text);
      }
    }
  }

  private String run(String shell, String as, String... args) throws Exception {
    Path interpreter = Path.of("/usr/bin/" + shell);
    assumeTrue(Files.exists(interpreter) || Boolean.getBoolean("ingot.it.required"), shell + " is not on this machine");
    String script = new String(Exporter.launcherScript()).replaceFirst("#!/bin/sh", "#!" + interpreter + (shell.equals("busybox") ? " sh" : ""));
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
