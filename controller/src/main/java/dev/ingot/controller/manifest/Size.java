package dev.ingot.controller.manifest;

import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes as manifests write them: `512M`, `1 GB`, any case; units are powers of 1024. */
final class Size {
  private static final Pattern FORM = Pattern.compile("\\s*(\\d{1,15})\\s*(B|KB?|MB?|GB?|TB?)\\s*", Pattern.CASE_INSENSITIVE);

  private Size() {}

  /** Empty when the text is not a size with a unit, or larger than a long. */
  static OptionalLong bytes(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return OptionalLong.empty();
    }
    int power = "BKMGT".indexOf(form.group(2).toUpperCase(Locale.ROOT).charAt(0));
    try {
      return OptionalLong.of(Math.multiplyExact(Long.parseLong(form.group(1)), 1L << 10 * power));
    } catch (ArithmeticException e) {
      return OptionalLong.empty();
    }
  }

  /** As CF writes memory and disk in manifests: `1024M`. */
  static String ofMegabytes(long megabytes) {
    return megabytes + "M";
  }

  /** `-1` for unlimited, else bytes with a unit. */
  static String ofLogRate(long bytesPerSecond) {
    if (bytesPerSecond < 0) {
      return "-1";
    }
    String units = "BKMG";
    int unit = 0;
    long number = bytesPerSecond;
    while (unit < 3 && number > 0 && number % 1024 == 0) {
      number /= 1024;
      unit++;
    }
    return number + String.valueOf(units.charAt(unit));
  }
}
