package dev.ingot.buildpacks.nodejs;

import dev.ingot.buildpacks.kit.BuildFailure;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A range in npm's notation: {@code ^ ~ > >= < <= =}, {@code x}-ranges, {@code a - b}, words joined by spaces (and) and {@code ||} (or). Pre-releases match
 * only when the range itself names one of the same three numbers, as npm does it.
 */
final class SemVerRange {
  private static final String PART = "(\\d{1,9}|[xX*])";
  private static final Pattern PARTIAL = Pattern.compile("(\\^|~>?|>=|<=|>|<|=)?\\s*[v=]?\\s*" + PART + "(?:\\." + PART + "(?:\\." + PART + "(?:-([0-9A-Za-z.-]+))?(?:\\+\\S*)?)?)?");
  private static final Pattern HYPHEN = Pattern.compile("(\\S+)\\s+-\\s+(\\S+)");
  private final String text;
  private final List<List<Bound>> alternatives = new ArrayList<>();

  /** One comparison with a version. */
  private record Bound(Predicate<SemVer> test, SemVer edge) {}

  private SemVerRange(String text) {
    this.text = text;
  }

  /**
   * @param origin where the range stands, for the error: {@code engines.node}
   * @throws BuildFailure when it is not a range
   */
  static SemVerRange parse(String text, String origin) {
    var range = new SemVerRange(text.strip());
    for (var alternative : range.text.split("\\|\\|", -1)) {
      range.alternatives.add(bounds(alternative.strip(), text, origin));
    }
    return range;
  }

  boolean matches(SemVer version) {
    return alternatives.stream().anyMatch(bounds -> bounds.stream().allMatch(bound -> bound.test.test(version))
        && (version.isRelease() || bounds.stream().anyMatch(bound -> namesPreReleaseOf(bound.edge, version))));
  }

  /** The newest match, or empty. */
  Optional<SemVer> newest(Collection<SemVer> versions) {
    return versions.stream().filter(this::matches).max(SemVer::compareTo);
  }

  @Override
  public String toString() {
    return text;
  }

  private static boolean namesPreReleaseOf(SemVer edge, SemVer version) {
    return !edge.isRelease() && edge.major() == version.major() && edge.minor() == version.minor() && edge.patch() == version.patch();
  }

  private static List<Bound> bounds(String text, String whole, String origin) {
    if (text.isEmpty() || text.equals("latest")) {
      return List.of(from(new SemVer(0, 0, 0, "")));
    }
    var bounds = new ArrayList<Bound>();
    var hyphen = HYPHEN.matcher(text);
    if (hyphen.matches()) {
      bounds.addAll(comparator(partial(">=" + hyphen.group(1), whole, origin)));
      bounds.addAll(comparator(partial("<=" + hyphen.group(2), whole, origin)));
      return bounds;
    }
    var match = PARTIAL.matcher(text);
    int at = 0;
    while (at < text.length()) {
      match.region(at, text.length());
      if (!match.lookingAt() || (match.end() < text.length() && " ,\t".indexOf(text.charAt(match.end())) < 0)) {
        throw bad(whole, origin);
      }
      bounds.addAll(comparator(match));
      at = match.end();
      while (at < text.length() && " ,\t".indexOf(text.charAt(at)) >= 0) {
        at++;
      }
    }
    return bounds;
  }

  private static Matcher partial(String text, String whole, String origin) {
    var match = PARTIAL.matcher(text);
    if (!match.matches()) {
      throw bad(whole, origin);
    }
    return match;
  }

  private static BuildFailure bad(String whole, String origin) {
    return new BuildFailure("The version range '" + whole + "' in " + origin + " cannot be read. Write one like 24.x, ^22.11.0 or >=22 <25.");
  }

  private static List<Bound> comparator(Matcher match) {
    var operator = match.group(1) == null ? "" : match.group(1);
    int given = given(match);
    var low = new SemVer(number(match, 2, given, 1), number(match, 3, given, 2), number(match, 4, given, 3), given == 3 && match.group(5) != null ? match.group(5) : "");
    if (given == 0) {
      return operator.equals("<") || operator.equals(">") ? List.of(new Bound(version -> false, low)) : List.of(from(low));
    }
    return switch (operator) {
      case ">=" -> List.of(from(low));
      case ">" -> List.of(given == 3 ? new Bound(version -> version.compareTo(low) > 0, low) : from(next(low, given)));
      case "<" -> List.of(below(low));
      case "<=" -> List.of(given == 3 ? new Bound(version -> version.compareTo(low) <= 0, low) : below(next(low, given)));
      case "^" -> List.of(from(low), below(caret(low, given)));
      case "~", "~>" -> List.of(from(low), below(next(low, Math.min(given, 2))));
      default -> given == 3 ? List.of(new Bound(version -> version.compareTo(low) == 0, low)) : List.of(from(low), below(next(low, given)));
    };
  }

  /** How many leading numbers are really given: {@code 1.x} gives one. */
  private static int given(Matcher match) {
    int count = 0;
    while (count < 3 && match.group(2 + count) != null && match.group(2 + count).matches("\\d+")) {
      count++;
    }
    return count;
  }

  private static long number(Matcher match, int group, int given, int position) {
    return given >= position ? Long.parseLong(match.group(group)) : 0;
  }

  private static SemVer next(SemVer low, int position) {
    return switch (position) {
      case 1 -> new SemVer(low.major() + 1, 0, 0, "");
      case 2 -> new SemVer(low.major(), low.minor() + 1, 0, "");
      default -> new SemVer(low.major(), low.minor(), low.patch() + 1, "");
    };
  }

  /** The leftmost number that is not zero must stay. */
  private static SemVer caret(SemVer low, int given) {
    if (low.major() > 0 || given == 1) {
      return next(low, 1);
    }
    return low.minor() > 0 || given == 2 ? next(low, 2) : next(low, 3);
  }

  private static Bound from(SemVer low) {
    return new Bound(version -> version.compareTo(low) >= 0, low);
  }

  private static Bound below(SemVer high) {
    return new Bound(version -> version.compareTo(high) < 0, high);
  }
}
