package dev.ingot.buildpacks.kit;

import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * Versions of a language that an app accepts, for languages that come in one version: clauses joined by commas, all of which must hold, and alternatives joined by {@code ||}. A clause is a version with
 * {@code >= <= == != > <}, with {@code ~=} (PEP 440: the last number may grow), {@code ~} (Poetry: the second may not), {@code ^} (the first may not), or without a sign: what begins with it.
 *
 * @param product the language, for people
 * @param text as the app says it
 * @param origin where, for people
 */
public record VersionRange(String product, String text, String origin) {
  private static final Pattern CLAUSE = Pattern.compile("(>=|<=|==|!=|~=|>|<|\\^|~|=)?\\s*v?(\\d+(?:\\.\\d+)*)(\\.[*xX])?((?:a|b|rc)\\d+)?");

  /** @throws BuildFailure when it is not understood */
  public boolean accepts(String version) {
    for (var alternative : text.split("\\|\\|?")) {
      if (Arrays.stream(alternative.split(",")).map(String::strip).filter(clause -> !clause.isEmpty() && !clause.equals("*")).allMatch(clause -> holds(clause, version))) {
        return true;
      }
    }
    return false;
  }

  /** Whether only the last number differs: Debian mends one patch level instead of going on. */
  public boolean acceptsButForPatch(String version) {
    return text.strip().matches("(==)?\\s*v?\\d+\\.\\d+\\.\\d+") && new VersionRange(product, text.strip().replaceFirst("\\.\\d+$", ""), origin).accepts(version);
  }

  private boolean holds(String clause, String version) {
    var match = CLAUSE.matcher(clause);
    if (!match.matches()) {
      throw new BuildFailure("The " + product + " version '" + text + "' (" + origin + ") is not understood. Write a version such as 3.1 or a range such as >=3.0,<4.");
    }
    int[] wanted = numbers(match.group(2));
    int[] have = numbers(version.replaceFirst("[^0-9.].*", ""));
    boolean open = match.group(3) != null;
    int order = compare(have, wanted);
    return switch (match.group(1) == null ? "prefix" : match.group(1)) {
      case ">=" -> order >= 0;
      case "<=" -> order <= 0 || open && prefix(have, wanted);
      case ">" -> order > 0 && !(open && prefix(have, wanted));
      case "<" -> order < 0;
      case "!=" -> !(open ? prefix(have, wanted) : order == 0);
      case "^" -> order >= 0 && have[0] == wanted[0];
      case "~=" -> order >= 0 && prefix(have, Arrays.copyOf(wanted, Math.max(1, wanted.length - 1)));
      case "~" -> order >= 0 && prefix(have, Arrays.copyOf(wanted, Math.min(wanted.length, 2)));
      case "==", "=" -> open ? prefix(have, wanted) : order == 0;
      default -> prefix(have, wanted);
    };
  }

  private static boolean prefix(int[] have, int[] wanted) {
    return have.length >= wanted.length && compare(Arrays.copyOf(have, wanted.length), wanted) == 0;
  }

  private static int compare(int[] left, int[] right) {
    int length = Math.max(left.length, right.length);
    return Arrays.compare(Arrays.copyOf(left, length), Arrays.copyOf(right, length));
  }

  private int[] numbers(String version) {
    var parts = version.split("\\.");
    if (parts.length > 6 || Arrays.stream(parts).anyMatch(part -> part.length() > 6)) {
      throw new BuildFailure("The " + product + " version '" + text + "' (" + origin + ") is not understood. Write a version such as 3.1.");
    }
    return Arrays.stream(parts).mapToInt(Integer::parseInt).toArray();
  }
}
