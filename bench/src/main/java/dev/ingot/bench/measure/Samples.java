package dev.ingot.bench.measure;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * One contender's measurements, in the order they were taken.
 *
 * @param name who was measured
 * @param values of all rounds, not empty
 */
public record Samples(String name, List<Double> values) {
  public Samples {
    if (values.isEmpty()) {
      throw new IllegalArgumentException(name + " has no measurement");
    }
    values = List.copyOf(values);
  }

  /** The middle one; of an even number the mean of the two in the middle. */
  public double median() {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** The one that 99 of 100 do not exceed. */
  public double p99() {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return sorted[(int) Math.ceil(sorted.length * 0.99) - 1];
  }

  public double min() {
    return values.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
  }

  /** All rounds in order, `12.3 11.8 …`. */
  public String rounds(int decimals) {
    return values.stream().map(v -> String.format(Locale.ROOT, "%." + decimals + "f", v)).collect(Collectors.joining(" "));
  }

  /** For measurements that were not taken in alternating rounds. */
  public static Samples of(String name, double... values) {
    return new Samples(name, Arrays.stream(values).boxed().toList());
  }
}
