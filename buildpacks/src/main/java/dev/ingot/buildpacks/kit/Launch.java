package dev.ingot.buildpacks.kit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What {@code launch.toml} says: how the app is started and how its directory is cut into layers. Not thread-safe. */
public final class Launch {
  /** Words, quoted words and variables; nothing that joins commands, redirects, or sets a variable for one command. */
  private static final Pattern SIMPLE = Pattern.compile("\\s*([A-Za-z0-9_./+-]+)((?:\\s+(?:[A-Za-z0-9_./:@%+=,~^*?-]|\\$[A-Za-z_][A-Za-z0-9_]*|\\$\\{[A-Za-z_][A-Za-z0-9_]*(?::-[A-Za-z0-9_./:-]*)?\\}"
      + "|'[^'\\n]*'|\"[^\"`\\\\\\n(]*\")+)*)\\s*");
  private static final Set<String> SHELL_WORDS = Set.of(".", "alias", "bg", "break", "case", "cd", "command", "continue", "do", "done", "elif", "else", "esac", "eval", "exec", "exit", "export", "fg",
      "fi", "for", "function", "getopts", "hash", "if", "in", "jobs", "local", "read", "readonly", "return", "set", "shift", "source", "then", "time", "times", "trap", "type", "ulimit", "umask",
      "unalias", "unset", "until", "wait", "while");
  private final List<Process> processes = new ArrayList<>();
  private final List<List<String>> slices = new ArrayList<>();
  private final Map<String, String> labels = new LinkedHashMap<>();

  /**
   * A way to start the app, without a shell.
   *
   * @param type letters, digits, {@code . _ -}
   * @param command program and fixed arguments, at least one word
   * @param args arguments that a user may replace; may be empty
   * @param isDefault at most one process of a buildpack
   */
  public record Process(String type, List<String> command, List<String> args, boolean isDefault) {
    public Process {
      if (!type.matches("[A-Za-z0-9._-]+")) {
        throw new BuildFailure("The process type '" + type + "' has characters other than letters, digits, '.', '_' and '-'. Rename it.");
      }
      command = List.copyOf(command);
      args = List.copyOf(args);
    }
  }

  /** Adds a process; the type {@code web} is the default one. */
  public Launch process(String type, List<String> command, List<String> args) {
    processes.add(new Process(type, command, args, type.equals("web")));
    return this;
  }

  /** A command line as a person writes it, run by {@code sh}; a single command takes the shell's place, so signals reach it. */
  public Launch shellProcess(String type, String commandLine) {
    return process(type, List.of("sh", "-c", replacingShell(commandLine)), List.of());
  }

  /** The command line with {@code exec} in front where it is one command and no word of the shell: Debian's sh does not do that by itself. */
  public static String replacingShell(String commandLine) {
    var words = SIMPLE.matcher(commandLine);
    return words.matches() && !SHELL_WORDS.contains(words.group(1)) ? "exec " + commandLine : commandLine;
  }

  public List<Process> processes() {
    return List.copyOf(processes);
  }

  /** The next layer of the app directory: patterns as of Go's filepath.Match, relative to the app. */
  public Launch slice(List<String> paths) {
    if (!paths.isEmpty()) {
      slices.add(List.copyOf(paths));
    }
    return this;
  }

  /** A label of the image. */
  public Launch label(String key, String value) {
    labels.put(key, value);
    return this;
  }

  /**
   * Says that all these programs need nothing of the run image: no library, no other program. Where the whole group says so, Ingot puts the app on
   * its tiny run image; to other platforms it is a label like any other. Says nothing when one of the programs is not static.
   */
  public Launch tinyRunImageIfStatic(Collection<Path> programs) throws IOException {
    for (var program : programs) {
      if (!Elf.read(program).map(Elf::isStatic).orElse(false)) {
        return this;
      }
    }
    return programs.isEmpty() ? this : label("dev.ingot.run-image", "tiny");
  }

  void write(Path file) throws IOException {
    var tables = new LinkedHashMap<String, Object>();
    tables.put("labels", labels.entrySet().stream().map(label -> table("key", label.getKey(), "value", label.getValue())).toList());
    tables.put("processes", processes.stream().map(process ->
        table("type", process.type, "command", process.command, "args", process.args, "default", process.isDefault)).toList());
    tables.put("slices", slices.stream().map(paths -> table("paths", paths)).toList());
    Files.writeString(file, Toml.write(tables));
  }

  private static Map<String, Object> table(Object... pairs) {
    var table = new LinkedHashMap<String, Object>();
    for (int i = 0; i < pairs.length; i += 2) {
      table.put((String) pairs[i], pairs[i + 1]);
    }
    return table;
  }
}
