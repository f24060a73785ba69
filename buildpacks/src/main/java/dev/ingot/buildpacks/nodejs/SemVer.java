package dev.ingot.buildpacks.nodejs;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;

/** A version as semver.org 2.0 orders it; build metadata is dropped. @param pre text after the dash, empty for a release */
record SemVer(long major, long minor, long patch, String pre) implements Comparable<SemVer> {
  private static final Pattern FORM = Pattern.compile("[v=\\s]*(\\d{1,9})\\.(\\d{1,9})\\.(\\d{1,9})(?:-([0-9A-Za-z.-]+))?(?:\\+[0-9A-Za-z.-]+)?");
  private static final Comparator<SemVer> ORDER = Comparator.comparingLong(SemVer::major).thenComparingLong(SemVer::minor)
      .thenComparingLong(SemVer::patch).thenComparing(SemVer::pre, SemVer::comparePre);

  /** The version, or empty when the text is none. */
  static Optional<SemVer> parse(String text) {
    var match = FORM.matcher(text.strip());
    return match.matches()
        ? Optional.of(new SemVer(Long.parseLong(match.group(1)), Long.parseLong(match.group(2)), Long.parseLong(match.group(3)),
            match.group(4) == null ? "" : match.group(4)))
        : Optional.empty();
  }

  boolean isRelease() {
    return pre.isEmpty();
  }

  @Override
  public int compareTo(SemVer other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return major + "." + minor + "." + patch + (pre.isEmpty() ? "" : "-" + pre);
  }

  private static int comparePre(String left, String right) {
    if (left.isEmpty() || right.isEmpty()) {
      return Boolean.compare(left.isEmpty(), right.isEmpty());
    }
    var a = left.split("\\.");
    var b = right.split("\\.");
    for (int i = 0; i < Math.min(a.length, b.length); i++) {
      int order = compareWord(a[i], b[i]);
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(a.length, b.length);
  }

  private static int compareWord(String a, String b) {
    boolean numberA = a.matches("\\d+");
    boolean numberB = b.matches("\\d+");
    if (numberA && numberB) {
      return new java.math.BigInteger(a).compareTo(new java.math.BigInteger(b));
    }
    return numberA == numberB ? a.compareTo(b) : Boolean.compare(numberB, numberA);
  }
}
