package dev.ingot.e2e.cf;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which cf commands ran in this test run, with which flags, and were found right; the page made of it. */
final class Coverage {
  private static final Pattern SECTION = Pattern.compile("^([A-Z][A-Z /]+):$");
  private static final Pattern COMMAND = Pattern.compile("^ {3}([a-z][a-z-]+) {2,}(.*)$");
  private static final Pattern FLAG = Pattern.compile("--?[a-zA-Z][a-z-]*");
  private static final Map<String, Seen> SEEN = new ConcurrentHashMap<>();

  private Coverage() {}

  /** @param flags of runs that passed; @param refusals how often it refused what it should refuse */
  private static final class Seen {
    final java.util.Set<String> flags = Collections.synchronizedSet(new TreeSet<>());
    volatile int passed;
    volatile int refused;
    volatile long nanos;
  }

  static synchronized void passed(List<String> arguments) {
    Seen seen = of(arguments);
    seen.passed++;
    arguments.stream().skip(1).filter(argument -> FLAG.matcher(argument).matches()).forEach(seen.flags::add);
  }

  static synchronized void refused(List<String> arguments) {
    of(arguments).refused++;
  }

  static synchronized void took(List<String> arguments, long nanos) {
    of(arguments).nanos += nanos;
  }

  private static Seen of(List<String> arguments) {
    return SEEN.computeIfAbsent(arguments.isEmpty() ? "" : arguments.getFirst(), name -> new Seen());
  }

  /** Section → commands, as `cf help -a` lists them. */
  static Map<String, List<String>> commands(String help) {
    Map<String, List<String>> sections = new LinkedHashMap<>();
    List<String> current = new ArrayList<>();
    for (String line : help.lines().toList()) {
      Matcher section = SECTION.matcher(line);
      Matcher command = COMMAND.matcher(line);
      if (section.matches()) {
        current = new ArrayList<>();
        sections.put(section.group(1), current);
      } else if (command.matches()) {
        current.add(command.group(1));
      }
    }
    sections.values().removeIf(List::isEmpty);
    return sections;
  }

  static boolean hasPassed(String command) {
    return SEEN.containsKey(command) && SEEN.get(command).passed > 0;
  }

  static String flags(String command) {
    return SEEN.containsKey(command) ? String.join(" ", SEEN.get(command).flags) : "";
  }

  static boolean hasRefused(String command) {
    return SEEN.containsKey(command) && SEEN.get(command).refused > 0;
  }

  /** The commands that took longest, for whoever wants these tests faster. */
  static String slowest() {
    Map<Long, String> byTime = new TreeMap<>(Collections.reverseOrder());
    SEEN.forEach((command, seen) -> byTime.put(seen.nanos, command + " " + TimeUnit.NANOSECONDS.toSeconds(seen.nanos) + " s"));
    return String.join(", ", byTime.values().stream().limit(15).toList());
  }
}
