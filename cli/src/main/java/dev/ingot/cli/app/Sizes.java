package dev.ingot.cli.app;

import dev.ingot.cli.Failure;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Amounts of memory as people write and read them. */
public final class Sizes {
  private static final Pattern AMOUNT = Pattern.compile("([0-9]{1,9})\\s*([KMGT]?)B?", Pattern.CASE_INSENSITIVE);

  private Sizes() {}

  /** `123.4M`; powers of 1024. */
  public static String bytes(long bytes) {
    String[] units = {"B", "K", "M", "G", "T"};
    double value = bytes;
    int unit = 0;
    while (value >= 1024 && unit < units.length - 1) {
      value /= 1024;
      unit++;
    }
    return unit == 0 ? bytes + "B" : String.format(Locale.ROOT, value >= 100 || value == Math.rint(value) ? "%.0f%s" : "%.1f%s", value, units[unit]);
  }

  static String megabytes(long megabytes) {
    return bytes(megabytes << 20);
  }

  /** `256M`, `1G`, `512MB` in megabytes; a bare number is megabytes. @throws Failure for anything else, and for less than a megabyte */
  public static int parseMegabytes(String option, String text) {
    Matcher matcher = AMOUNT.matcher(text.strip());
    if (matcher.matches()) {
      long number = Long.parseLong(matcher.group(1));
      long megabytes = switch (matcher.group(2).toUpperCase(Locale.ROOT)) {
        case "K" -> number / 1024;
        case "G" -> number * 1024;
        case "T" -> number * 1024 * 1024;
        default -> number;
      };
      if (megabytes >= 1 && megabytes <= Integer.MAX_VALUE) {
        return (int) megabytes;
      }
    }
    throw new Failure(option + " must be an amount such as 256M or 1G, not '" + text + "'");
  }
}
