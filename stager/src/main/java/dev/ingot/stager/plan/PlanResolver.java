package dev.ingot.stager.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

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

  /** One name of the resolved plan. `requirers`: who has each of the `requires`, in their order. */
  public record Entry<T>(String name, List<T> providers, List<Require> requires, List<T> requirers) {}

  /** What was found: elements in order, and entries in order of first mention. */
  public record Resolution<T>(List<T> elements, List<Entry<T>> entries) {}

  /** The first combination that resolves; empty when none does, or when the thread is interrupted meanwhile. */
  public static <T> Optional<Resolution<T>> resolve(List<Candidate<T>> candidates) {
    int[] choice = new int[candidates.size()];
    for (int trial = 0; trial < MAX_TRIALS && !Thread.currentThread().isInterrupted(); trial++) {
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

  /**
   * Why nothing resolves, for people: what is wrong with the first combination.
   *
   * @param shown how an element is called
   */
  public static <T> List<String> problems(List<Candidate<T>> candidates, Function<T, String> shown) {
    var trial = trial(candidates, new int[candidates.size()]);
    var problems = new ArrayList<String>();
    for (int i = 0; i < trial.size(); i++) {
      if (trial.get(i).optional) {
        continue;
      }
      var option = trial.get(i).option;
      String who = shown.apply(trial.get(i).value);
      for (String name : unmet(trial, i)) {
        boolean later = trial.subList(i + 1, trial.size()).stream().anyMatch(p -> p.option.provides().contains(name));
        problems.add(who + " requires '" + name + "', which " + (later ? "only a later buildpack provides" : "no buildpack before it provides"));
      }
      for (String name : unused(trial, i)) {
        problems.add(who + " provides '" + name + "', which nobody at or after it requires");
      }
    }
    return problems;
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

  private static <T> List<Part<T>> trial(List<Candidate<T>> candidates, int[] choice) {
    var trial = new ArrayList<Part<T>>();
    for (int i = 0; i < choice.length; i++) {
      var candidate = candidates.get(i);
      boolean last = choice[i] == candidate.options().size() - 1;
      trial.add(new Part<>(candidate.value(), candidate.optional() && last, candidate.options().get(choice[i])));
    }
    return trial;
  }

  private static <T> Optional<Resolution<T>> tryOne(List<Candidate<T>> candidates, int[] choice) {
    var trial = trial(candidates, choice);
    while (true) {
      var bad = new ArrayList<Part<T>>();
      for (int i = 0; i < trial.size(); i++) {
        if (!unmet(trial, i).isEmpty() || !unused(trial, i).isEmpty()) {
          bad.add(trial.get(i));
        }
      }
      if (bad.isEmpty()) {
        return trial.isEmpty() ? Optional.empty() : Optional.of(entries(trial));
      }
      if (bad.stream().anyMatch(part -> !part.optional)) {
        return Optional.empty();
      }
      trial.removeAll(bad);
    }
  }

  /** Names that the element at `i` requires and none at or before it provides. */
  private static <T> List<String> unmet(List<Part<T>> trial, int i) {
    var before = trial.subList(0, i + 1);
    return trial.get(i).option.requires().stream().map(Require::name).filter(name -> before.stream().noneMatch(p -> p.option.provides().contains(name))).distinct().toList();
  }

  /** Names that the element at `i` provides and none at or after it requires. */
  private static <T> List<String> unused(List<Part<T>> trial, int i) {
    var after = trial.subList(i, trial.size());
    return trial.get(i).option.provides().stream()
        .filter(name -> after.stream().noneMatch(p -> p.option.requires().stream().anyMatch(r -> r.name().equals(name)))).distinct().toList();
  }

  private static <T> Resolution<T> entries(List<Part<T>> trial) {
    var entries = new LinkedHashMap<String, Entry<T>>();
    for (var part : trial) {
      for (String name : new java.util.LinkedHashSet<>(part.option.provides())) {
        entries.computeIfAbsent(name, n -> new Entry<>(n, new ArrayList<>(), new ArrayList<>(), new ArrayList<>())).providers().add(part.value);
      }
      for (Require require : part.option.requires()) {
        Entry<T> entry = entries.get(require.name());
        entry.requires().add(require);
        entry.requirers().add(part.value);
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
