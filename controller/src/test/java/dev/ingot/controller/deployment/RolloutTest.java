package dev.ingot.controller.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.controller.deployment.Rollout.Part;
import dev.ingot.controller.deployment.Rollout.View;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RolloutTest {
  /** Processes with instances that become healthy when the simulation says so. */
  private static final class World {
    final Map<String, Integer> instances = new HashMap<>();
    final Map<String, Integer> healthy = new HashMap<>();

    Part part(String guid) {
      return new Part(guid, instances.getOrDefault(guid, 0), healthy.getOrDefault(guid, 0));
    }

    void apply(Rollout.Next next) {
      next.instances().forEach((guid, count) -> {
        instances.put(guid, count);
        healthy.merge(guid, 0, (is, none) -> Math.min(is, count));
      });
    }

    void heal(String guid, int count) {
      healthy.put(guid, Math.min(instances.getOrDefault(guid, 0), healthy.getOrDefault(guid, 0) + count));
    }

    int serving() {
      return healthy.values().stream().mapToInt(Integer::intValue).sum();
    }

    View view(int base, int maxInFlight) {
      List<Part> others = new ArrayList<>();
      instances.keySet().stream().filter(guid -> guid.startsWith("other")).sorted().forEach(guid -> others.add(part(guid)));
      return new View(part("new"), part("base"), others, base, maxInFlight, false);
    }
  }

  @Test
  void forward_holdsMaxInFlightAndCapacity_untilAllServe() {
    Random random = new Random(7);
    for (int run = 0; run < 500; run++) {
      int base = 1 + random.nextInt(12);
      int goal = 1 + random.nextInt(12);
      int maxInFlight = 1 + random.nextInt(5);
      World world = new World();
      world.instances.put("base", base);
      world.healthy.put("base", base);
      Rollout.Next next = Rollout.forward(world.view(base, maxInFlight), goal, 0);
      int turns = 0;
      while (!next.reached()) {
        world.apply(next);
        assertThat(world.instances.get("new") - world.healthy.getOrDefault("new", 0)).as("in flight").isLessThanOrEqualTo(maxInFlight);
        assertThat(world.serving()).as("serving, base %s goal %s", base, goal).isGreaterThanOrEqualTo(Math.min(base, goal));
        world.heal("new", random.nextInt(3));
        next = Rollout.forward(world.view(base, maxInFlight), goal, 0);
        assertThat(++turns).isLessThan(1000);
      }
      world.apply(next);
      assertThat(world.instances).containsEntry("new", goal).containsEntry("base", 0);
    }
  }

  @Test
  void back_fromAnywhere_neverServesLessThanItDid_andEndsAtTheBase() {
    Random random = new Random(11);
    for (int run = 0; run < 500; run++) {
      int base = 1 + random.nextInt(10);
      World world = new World();
      world.instances.put("new", random.nextInt(10));
      world.healthy.put("new", random.nextInt(world.instances.get("new") + 1));
      world.instances.put("base", random.nextInt(base + 1));
      world.healthy.put("base", world.instances.get("base"));
      int least = Math.min(base, world.serving());
      Rollout.Next next = Rollout.back(world.view(base, 1));
      while (!next.reached()) {
        world.apply(next);
        assertThat(world.serving()).isGreaterThanOrEqualTo(least);
        world.heal("base", 1);
        next = Rollout.back(world.view(base, 1));
      }
      world.apply(next);
      assertThat(world.instances).containsEntry("new", 0).containsEntry("base", base);
    }
  }

  @Test
  void forward_successorOfASupersededDeployment_goesBeforeTheBase() {
    World world = new World();
    world.instances.putAll(Map.of("base", 2, "other-serving", 2, "other-broken", 1, "new", 1));
    world.healthy.putAll(Map.of("base", 2, "other-serving", 2, "new", 1));
    Rollout.Next next = Rollout.forward(world.view(4, 1), 4, 0);
    assertThat(next.instances()).containsEntry("other-broken", 0).containsEntry("other-serving", 1).containsEntry("base", 2).containsEntry("new", 2);
  }

  @Test
  void forward_withoutRoom_oneOldInstanceGivesWay_butNeverTheLast() {
    View many = new View(new Part("new", 1, 0), new Part("base", 3, 3), List.of(), 3, 1, true);
    assertThat(Rollout.forward(many, 3, 0).instances()).containsEntry("base", 2);
    View single = new View(new Part("new", 1, 0), new Part("base", 1, 1), List.of(), 1, 1, true);
    assertThat(Rollout.forward(single, 1, 0).instances()).containsEntry("base", 1);
  }

  @Test
  void canary_weightsBecomeInstances_atLeastOne() {
    assertThat(Rollout.canary(10, List.of(20, 60), 1)).isEqualTo(2);
    assertThat(Rollout.canary(10, List.of(20, 60), 2)).isEqualTo(6);
    assertThat(Rollout.canary(2, List.of(1), 1)).isEqualTo(1);
    assertThat(Rollout.canary(5, List.of(), 1)).isEqualTo(1);
    assertThat(Rollout.canary(0, List.of(50), 1)).isZero();
  }
}
