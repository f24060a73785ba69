package dev.ingot.bench.measure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs contenders in turn, A B C A B C, so that a slow moment of the machine meets all of them. */
public final class Rounds {
  private final Map<String, Measurement> contenders = new LinkedHashMap<>();

  /** One measurement; prepares and cleans up outside of what it times, and answers milliseconds by name of what was timed. */
  @FunctionalInterface
  public interface Measurement {
    /** @param round from 1 */
    Map<String, Double> measure(int round) throws Exception;
  }

  public Rounds add(String name, Measurement contender) {
    contenders.put(name, contender);
    return this;
  }

  /** @param rounds 1 to 50; @param warmUp rounds before these whose times are thrown away */
  public Map<String, Samples> run(int warmUp, int rounds) throws Exception {
    if (rounds < 1 || rounds > 50 || warmUp < 0 || warmUp > 5) {
      throw new IllegalArgumentException("rounds 1 to 50 and warm-ups 0 to 5, not " + rounds + " and " + warmUp);
    }
    Map<String, List<Double>> taken = new LinkedHashMap<>();
    for (int round = 1; round <= warmUp + rounds; round++) {
      for (Map.Entry<String, Measurement> contender : contenders.entrySet()) {
        Map<String, Double> times = contender.getValue().measure(round);
        System.err.println("  round " + (round - warmUp) + " " + contender.getKey() + " " + times);
        if (round > warmUp) {
          times.forEach((what, time) -> taken.computeIfAbsent(what, w -> new ArrayList<>()).add(time));
        }
      }
    }
    Map<String, Samples> samples = new LinkedHashMap<>();
    taken.forEach((what, times) -> samples.put(what, new Samples(what, times)));
    return samples;
  }

  /** Milliseconds since a {@link System#nanoTime()}. */
  public static double since(long start) {
    return (System.nanoTime() - start) / 1e6;
  }
}
