package dev.ingot.webui.page;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Numbers and times as people read them. */
public final class Formats {
  private static final String NONE = "–";
  private static final String[] UNITS = {"B", "KB", "MB", "GB", "TB"};

  private Formats() {}

  /** `12.3 MB`, with 1024 bytes to the KB; a dash for null. */
  public static String bytes(@Nullable Long bytes) {
    if (bytes == null) {
      return NONE;
    }
    double value = bytes;
    int unit = 0;
    while (value >= 1024 && unit < UNITS.length - 1) {
      value /= 1024;
      unit++;
    }
    String number = value >= 100 || value == Math.rint(value) ? String.format(Locale.ROOT, "%.0f", value) : String.format(Locale.ROOT, "%.1f", value);
    return number + " " + UNITS[unit];
  }

  /** Share of one core: `3.5 %`; a dash for null. */
  public static String cpu(@Nullable Double cores) {
    return cores == null ? NONE : String.format(Locale.ROOT, "%.1f %%", cores * 100);
  }

  /** The two largest parts: `2 d 4 h`, `3 min 20 s`; a dash for null. */
  public static String seconds(@Nullable Long seconds) {
    if (seconds == null || seconds < 0) {
      return NONE;
    }
    Duration time = Duration.ofSeconds(seconds);
    if (time.toDays() > 0) {
      return time.toDays() + " d " + time.toHoursPart() + " h";
    }
    if (time.toHours() > 0) {
      return time.toHours() + " h " + time.toMinutesPart() + " min";
    }
    return time.toMinutes() > 0 ? time.toMinutes() + " min " + time.toSecondsPart() + " s" : seconds + " s";
  }

  /** `3 min 20 s ago`, `just now`. */
  public static String ago(Instant then, Instant now) {
    long seconds = Duration.between(then, now).toSeconds();
    return seconds < 2 ? "just now" : seconds(seconds) + " ago";
  }

  /** How full, 0 to 100; 0 when one of the two is not known. */
  public static int percent(@Nullable Long used, @Nullable Long quota) {
    return used == null || quota == null || quota <= 0 ? 0 : (int) Math.clamp(used * 100 / quota, 0, 100);
  }
}
