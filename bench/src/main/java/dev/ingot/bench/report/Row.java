package dev.ingot.bench.report;

import dev.ingot.bench.measure.Samples;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One line of the table.
 *
 * @param what was measured, with its contender
 * @param unit `ms`, `s`, `MB`
 * @param samples all rounds
 * @param peer whom `ratio` compares with, empty = nobody
 * @param ratio ours ÷ the peer's, medians; 0 = none
 * @param budget what design.md §7 allows, empty = none
 * @param kept whether the budget holds; null = no budget
 */
public record Row(String what, String unit, Samples samples, String peer, double ratio, String budget, @Nullable Boolean kept) {

  /** A measurement that is compared with nothing. */
  public static Row plain(String what, String unit, Samples samples) {
    return new Row(what, unit, samples, "", 0, "", null);
  }

  /** Against a fixed number in the row's unit. */
  public static Row limit(String what, String unit, Samples samples, double most, String budget) {
    return new Row(what, unit, samples, "", 0, budget, samples.median() <= most);
  }

  /** Against a peer measured in the same rounds. */
  public static Row against(String what, String unit, Samples samples, Samples peer, double most, String budget) {
    double ratio = samples.median() / peer.median();
    return new Row(what, unit, samples, peer.name(), ratio, budget, budget.isEmpty() ? null : ratio <= most);
  }

  /** As cells: what, median, min, ratio, budget, verdict, rounds. */
  String[] cells() {
    int decimals = unit.equals("s") ? 1 : samples.median() < 100 ? 1 : 0;
    String verdict = kept == null ? "" : kept ? "kept" : "NOT kept";
    return new String[] {what, number(samples.median(), decimals) + " " + unit, number(samples.min(), decimals) + " " + unit,
        ratio == 0 ? "" : number(ratio, 2) + " × " + peer, budget, verdict, samples.values().size() == 1 ? "" : samples.rounds(decimals)};
  }

  private static String number(double value, int decimals) {
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }
}
