package dev.ingot.stager.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Resolves the build plan of one group. Pure. Source: CNB buildpack spec, "Build Plan"; buildpacks-and-images.md §1.6. */
public final class PlanResolver {
  /** Combinations of `or` options looked at before giving up. */
  static final int MAX_TRIALS = 100_000;

  private PlanResolver() {}

  /** A name wanted, with what the buildpack says about it. */
  public record Require(String name, Map<String, Object> metadata) {}

  /** One way a buildpack's plan can be met. */
  public record Option(List<String> provides, List<Require> requires) {}

  /** A buildpack that passed detection; its top-level plan is the first option. */
  public record Candidate<T>(T value, boolean optional, List<Option> options) {}

  /** One name of the resolved plan. */
  public record Entry<T>(List<T> providers, List<Require> requires) {}

  /** What was found: elements in order, and entries in order of first mention. */
  public record Resolution<T>(List<T> elements, List<Entry<T>> entries) {}

  /** The first combination that resolves; empty when none does. */
  public static <T> Optional<Resolution<T>> resolve(List<Candidate<T>> candidates) {
    int[] choice = new int[candidates.size()];
    for (int trial = 0; trial < MAX_TRIALS; trial++) {
      var found = tryOne(candidates, choice);
      if (found.isPresent()) {
        return found;
      }
      if (!next(candidates, choice)) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  private static <T> boolean next(List<Candidate<T>> candidates, int[] choice) {
    for (int i = choice.length - 1; i >= 0; i--) {
      if (++choice[i] < candidates.get(i).options().size()) {
        return true;
      }
      choice[i] = 0;
    }
    return false;
  }

  private static <T> Optional<Resolution<T>> tryOne(List<Candidate<T>> candidates, int[] choice) {
    var trial = new ArrayList<Part<T>>();
    for (int i = 0; i < choice.length; i++) {
      var candidate = candidates.get(i);
      boolean last = choice[i] == candidate.options().size() - 1;
      trial.add(new Part<>(candidate.value(), candidate.optional() && last, candidate.options().get(choice[i])));
    }
    while (true) {
      var bad = unresolved(trial);
      if (bad.isEmpty()) {
        return trial.isEmpty() ? Optional.empty() : Optional.of(entries(trial));
      }
      if (bad.stream().anyMatch(part -> !part.optional)) {
        return Optional.empty();
      }
      trial.removeAll(bad);
    }
  }

  private static <T> List<Part<T>> unresolved(List<Part<T>> trial) {
    var bad = new ArrayList<Part<T>>();
    for (int i = 0; i < trial.size(); i++) {
      var before = trial.subList(0, i + 1);
      var after = trial.subList(i, trial.size());
      var option = trial.get(i).option;
      boolean unmet = option.requires().stream().anyMatch(r -> before.stream().noneMatch(p -> p.option.provides().contains(r.name())));
      boolean unused = option.provides().stream()
          .anyMatch(name -> after.stream().noneMatch(p -> p.option.requires().stream().anyMatch(r -> r.name().equals(name))));
      if (unmet || unused) {
        bad.add(trial.get(i));
      }
    }
    return bad;
  }

  private static <T> Resolution<T> entries(List<Part<T>> trial) {
    var entries = new LinkedHashMap<String, Entry<T>>();
    for (var part : trial) {
      for (String name : new java.util.LinkedHashSet<>(part.option.provides())) {
        entries.computeIfAbsent(name, n -> new Entry<>(new ArrayList<>(), new ArrayList<>())).providers().add(part.value);
      }
      for (Require require : part.option.requires()) {
        entries.get(require.name()).requires().add(require);
      }
    }
    return new Resolution<>(trial.stream().map(part -> part.value).toList(), List.copyOf(entries.values()));
  }

  /** Identity matters: the same option may stand twice in a trial. */
  private static final class Part<T> {
    final T value;
    final boolean optional;
    final Option option;

    Part(T value, boolean optional, Option option) {
      this.value = value;
      this.optional = optional;
      this.option = option;
    }
  }
}
