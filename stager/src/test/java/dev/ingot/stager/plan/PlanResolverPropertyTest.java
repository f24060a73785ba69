package dev.ingot.stager.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.stager.plan.PlanResolver.Candidate;
import dev.ingot.stager.plan.PlanResolver.Option;
import dev.ingot.stager.plan.PlanResolver.Require;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlanResolverPropertyTest {
  private static final long SEED = 20261120;

  /** Walks the specification's words literally, with registers instead of look-ups. */
  private static List<Integer> oracle(List<Candidate<Integer>> candidates, int[] choice) {
    var alive = new ArrayList<>(IntStream.range(0, choice.length).boxed().toList());
    while (true) {
      Set<String> provided = new HashSet<>();
      Set<Integer> bad = new HashSet<>();
      var open = new HashMap<String, Set<Integer>>();
      for (int e : alive) {
        Option option = candidates.get(e).options().get(choice[e]);
        for (String name : option.provides()) {
          provided.add(name);
          open.computeIfAbsent(name, n -> new HashSet<>()).add(e);
        }
        for (Require require : option.requires()) {
          if (provided.contains(require.name())) {
            open.remove(require.name());
          } else {
            bad.add(e);
          }
        }
      }
      open.values().forEach(bad::addAll);
      if (bad.isEmpty()) {
        return alive;
      }
      for (int e : bad) {
        if (!candidates.get(e).optional() || choice[e] < candidates.get(e).options().size() - 1) {
          return List.of();
        }
      }
      alive.removeAll(bad);
    }
  }

  /** The resolved plan as name → providers and requirers: providers wait until somebody requires the name. */
  private static Map<String, List<List<Integer>>> entries(List<Integer> alive, List<Candidate<Integer>> candidates, int[] choice) {
    var entries = new HashMap<String, List<List<Integer>>>();
    var waiting = new HashMap<String, List<Integer>>();
    for (int e : alive) {
      Option option = candidates.get(e).options().get(choice[e]);
      option.provides().forEach(name -> waiting.computeIfAbsent(name, n -> new ArrayList<>()).add(e));
      for (Require require : option.requires()) {
        var entry = entries.computeIfAbsent(require.name(), n -> List.of(new ArrayList<>(), new ArrayList<>()));
        entry.getFirst().addAll(waiting.getOrDefault(require.name(), List.of()));
        waiting.remove(require.name());
        entry.getLast().add(e);
      }
    }
    return entries;
  }

  private static Map<String, List<List<Integer>>> told(PlanResolver.Resolution<Integer> found) {
    var told = new HashMap<String, List<List<Integer>>>();
    found.entries().forEach(entry -> told.put(entry.name(), List.of(entry.providers(), entry.requirers())));
    return told;
  }

  private static List<Integer> firstOf(List<Candidate<Integer>> candidates, int[] choice, int at) {
    if (at == choice.length) {
      return oracle(candidates, choice);
    }
    for (choice[at] = 0; choice[at] < candidates.get(at).options().size(); choice[at]++) {
      var found = firstOf(candidates, choice, at + 1);
      if (!found.isEmpty()) {
        return found;
      }
    }
    return List.of();
  }

  @Test
  void randomPlans_resolveAsTheOracleSays() {
    var random = new Random(SEED);
    int resolved = 0;
    for (int round = 0; round < 20_000; round++) {
      var candidates = candidates(random);
      int[] choice = new int[candidates.size()];
      var expected = firstOf(candidates, choice, 0);
      var found = PlanResolver.resolve(candidates);
      assertThat(found.map(PlanResolver.Resolution::elements).orElse(List.of())).as("seed %d round %d: %s", SEED, round, candidates).isEqualTo(expected);
      assertThat(found.map(PlanResolverPropertyTest::told).orElse(Map.of())).as("entries, seed %d round %d: %s", SEED, round, candidates)
          .isEqualTo(entries(expected, candidates, choice));
      resolved += expected.isEmpty() ? 0 : 1;
    }
    assertThat(resolved).as("plans that resolve, of 20000").isBetween(2_000, 18_000);
  }

  private static List<Candidate<Integer>> candidates(Random random) {
    var candidates = new ArrayList<Candidate<Integer>>();
    int count = 1 + random.nextInt(4);
    for (int i = 0; i < count; i++) {
      var options = new ArrayList<Option>();
      for (int o = 0; o < 1 + random.nextInt(3); o++) {
        options.add(new Option(names(random), names(random).stream().map(n -> new Require(n, Map.of())).toList()));
      }
      candidates.add(new Candidate<>(i, random.nextBoolean(), options));
    }
    return candidates;
  }

  private static List<String> names(Random random) {
    return List.of("a", "b", "c").stream().filter(n -> random.nextInt(3) == 0).toList();
  }
}
