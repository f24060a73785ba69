package dev.ingot.stager.build;

import dev.ingot.stager.files.SafeFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A directory of environment files: `<NAME>.<action>`, content taken byte for byte. Source: CNB buildpack spec, "Environment Variable
 * Modification Rules"; buildpacks-and-images.md §1.8.
 */
final class EnvFiles {
  /** All files of a directory together, bytes; Linux gives a program at most 2 MiB of environment. */
  private static final int MAX_BYTES = 2 << 20;
  private static final int MAX_FILES = 2000;

  private EnvFiles() {}

  /** One file. `action`: `override`, `default`, `append`, `prepend`; others change nothing. */
  record Rule(String name, String action, String value, String delimiter) {}

  /** Follows links as far as that is allowed; empty = there is no such regular file. */
  interface Opener {
    Optional<Path> file(Path path) throws IOException;
  }

  /**
   * The rules of a directory in name order; none when it is missing.
   *
   * @param bare action of a file without suffix
   * @throws IOException for a value no variable can have: one with a NUL, or larger than {@link SafeFiles#MAX_SMALL}; and for more than 2 MiB of them
   */
  static List<Rule> read(Path directory, String bare, Opener opener) throws IOException {
    var texts = new LinkedHashMap<String, String>();
    long bytes = 0;
    for (Path file : SafeFiles.children(directory)) {
      var target = opener.file(file);
      if (target.isPresent()) {
        String text = new String(SafeFiles.read(target.get()), StandardCharsets.UTF_8);
        if (text.indexOf('\0') >= 0) {
          throw new IOException("the environment file " + file.getFileName() + " has a NUL in it");
        }
        bytes += text.length();
        if (bytes > MAX_BYTES || texts.size() >= MAX_FILES) {
          throw new IOException("the environment files in " + directory.getFileName() + " are more than " + MAX_FILES + ", or have more than " + (MAX_BYTES >> 20) + " MiB");
        }
        texts.put(file.getFileName().toString(), text);
      }
    }
    var rules = new ArrayList<Rule>();
    texts.forEach((file, text) -> {
      int dot = file.indexOf('.');
      String name = dot < 0 ? file : file.substring(0, dot);
      if (!name.isEmpty() && !name.contains("=")) {
        rules.add(new Rule(name, dot < 0 ? bare : file.substring(dot + 1), text, texts.getOrDefault(name + ".delim", "")));
      }
    });
    return rules;
  }

  /** Changes `env` as the rules say. */
  static void apply(List<Rule> rules, Map<String, String> env) {
    for (Rule rule : rules) {
      String old = env.getOrDefault(rule.name, "");
      switch (rule.action) {
        case "override" -> env.put(rule.name, rule.value);
        case "default" -> env.put(rule.name, old.isEmpty() ? rule.value : old);
        case "append" -> env.put(rule.name, old.isEmpty() ? rule.value : old + rule.delimiter + rule.value);
        case "prepend" -> prepend(env, rule.name, rule.value, rule.delimiter);
        default -> { }
      }
    }
  }

  static void prepend(Map<String, String> env, String name, String value, String delimiter) {
    env.merge(name, value, (old, added) -> old.isEmpty() ? added : added + delimiter + old);
  }
}
