package dev.ingot.buildpacks.procfile;

import dev.ingot.buildpacks.kit.BuildFailure;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** A YAML map of process types to commands, each on one line. */
public final class Procfile {
  private static final Pattern LINE = Pattern.compile("(?:([A-Za-z0-9._-]{1,63})|\"([A-Za-z0-9._-]{1,63})\"|'([A-Za-z0-9._-]{1,63})')\\s*:\\s+(\\S.*)");
  private static final int MAX_PROCESSES = 50;

  private Procfile() {}

  /**
   * The processes in the order of the file.
   *
   * @throws BuildFailure when a line is not {@code type: command}, a type comes twice, or there is none or more than 50
   */
  public static Map<String, String> parse(String text) {
    var processes = new LinkedHashMap<String, String>();
    int number = 0;
    for (var line : text.split("\\R")) {
      number++;
      var bare = line.strip();
      if (bare.isEmpty() || bare.startsWith("#") || bare.equals("---")) {
        continue;
      }
      var match = LINE.matcher(bare);
      if (!match.matches() || Character.isWhitespace(line.charAt(0))) {
        throw bad(number, "it is not 'type: command', with a space after the colon");
      }
      var type = match.group(1) != null ? match.group(1) : match.group(2) != null ? match.group(2) : match.group(3);
      if (processes.put(type, command(match.group(4), number)) != null) {
        throw bad(number, "the type " + type + " is given twice");
      }
    }
    if (processes.isEmpty() || processes.size() > MAX_PROCESSES) {
      throw new BuildFailure("The Procfile has " + processes.size() + " processes; 1 to " + MAX_PROCESSES + " are accepted. Write lines such as 'web: ./server'.");
    }
    return processes;
  }

  /** YAML's two kinds of quotes around the whole command are taken off; a command that only begins with one is kept as people write it. */
  private static String command(String text, int number) {
    if (text.startsWith("|") || text.startsWith(">")) {
      throw bad(number, "blocks of several lines are not accepted; put the commands into a script");
    }
    if (text.length() > 1 && text.startsWith("'") && text.endsWith("'") && !text.substring(1, text.length() - 1).replace("''", "").contains("'")) {
      return text.substring(1, text.length() - 1).replace("''", "'");
    }
    if (text.length() > 1 && text.startsWith("\"") && text.endsWith("\"") && text.substring(1, text.length() - 1).matches("([^\"\\\\]|\\\\.)*")) {
      return text.substring(1, text.length() - 1).replaceAll("\\\\(.)", "$1");
    }
    return text.strip();
  }

  private static BuildFailure bad(int line, String why) {
    return new BuildFailure("The Procfile cannot be read at line " + line + ": " + why + ". Correct it and push again.");
  }
}
