package dev.ingot.controller.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.controller.scheduler.Plan.Place;
import dev.ingot.controller.scheduler.Snapshot.State;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PlannerPropertyTest {
  private static final long SEED = 20260101;

  @Test
  void randomWorlds_areNeverOverfilled_andSpreadWithinOne_andPlannedTheSameTwice() {
    Random random = new Random(SEED);
    for (int round = 0; round < 200; round++) {
      World world = world(random);
      Plan plan = world.plan();
      Collections.shuffle(world.cells, random);
      Collections.shuffle(world.processes, random);
      Collections.shuffle(world.instances, random);
      assertThat(world.plan().places()).as("seed %d round %d", SEED, round).isEqualTo(plan.places());
      assertFits(world, plan, round);
      assertNothingFitsThatWasRefused(world, plan, round);
    }
  }

  private static World world(Random random) {
    World world = new World();
    for (int c = 0; c < 1 + random.nextInt(8); c++) {
      world.cell("cell-" + c, 500 + random.nextInt(3000));
    }
    for (int p = 0; p < random.nextInt(12); p++) {
      world.process("p" + p, random.nextBoolean() ? "v1" : "v2", random.nextInt(10), 50 + random.nextInt(400));
      for (int i = 0; i < random.nextInt(6); i++) {
        State state = State.values()[random.nextInt(State.values().length)];
        String cell = state == State.UNCLAIMED ? null : "cell-" + random.nextInt(world.cells.size());
        world.instance("i" + p + "-" + i, "p" + p, random.nextBoolean() ? "v1" : "v2", random.nextInt(8), cell, state, 0, World.NOW);
      }
    }
    return world;
  }

  private static Map<String, Long> usedBefore(World world) {
    Map<String, Long> used = new HashMap<>();
    world.instances.stream().filter(i -> i.cellId() != null && i.state() != State.CRASHED)
        .forEach(i -> used.merge(i.cellId(), (long) i.memoryMb(), Long::sum));
    return used;
  }

  private static Map<String, Long> usedAfter(World world, Plan plan) {
    Map<String, Long> used = usedBefore(world);
    plan.places().forEach(p -> used.merge(p.cellId(), (long) p.process().memoryMb(), Long::sum));
    return used;
  }

  private static void assertFits(World world, Plan plan, int round) {
    Map<String, Long> before = usedBefore(world);
    Map<String, Long> after = usedAfter(world, plan);
    world.cells.forEach(c -> {
      long now = after.getOrDefault(c.id(), 0L);
      assertThat(now <= c.memoryMb() || now == before.getOrDefault(c.id(), 0L)).as("%s, seed %d round %d", c.id(), SEED, round).isTrue();
    });
  }

  private static void assertNothingFitsThatWasRefused(World world, Plan plan, int round) {
    Map<String, Long> after = usedAfter(world, plan);
    plan.rejects().forEach(r -> assertThat(world.cells).as("seed %d round %d", SEED, round)
        .noneMatch(c -> c.memoryMb() - after.getOrDefault(c.id(), 0L) >= r.process().memoryMb()));
  }

  @Test
  void roomEverywhere_spreadsEachProcessWithinOne() {
    World world = new World();
    for (int c = 0; c < 7; c++) {
      world.cell("cell-" + c, 4000 + 500L * c);
    }
    for (int p = 0; p < 5; p++) {
      world.process("p" + p, "v1", 3 + 4 * p, 20 * (p + 1));
    }
    Map<String, Map<String, Integer>> counts = new HashMap<>();
    for (Place place : world.plan().places()) {
      counts.computeIfAbsent(place.process().guid(), g -> new HashMap<>()).merge(place.cellId(), 1, Integer::sum);
    }
    counts.forEach((process, byCell) -> {
      int fewest = byCell.size() < 7 ? 0 : Collections.min(byCell.values());
      assertThat(Collections.max(byCell.values()) - fewest).as(process).isLessThanOrEqualTo(1);
    });
    assertThat(counts).hasSize(5);
  }

  @Test
  void twentyThousandInstancesOnFiveHundredCells_areAllPlaced() {
    World world = new World();
    for (int c = 0; c < 500; c++) {
      world.cell("cell-%03d".formatted(c), 50 * 100);
    }
    for (int p = 0; p < 4000; p++) {
      world.process("p%04d".formatted(p), "v1", 5, 100);
    }
    Plan plan = world.plan();
    assertThat(plan.places()).hasSize(20_000);
    Map<String, Integer> perCell = new HashMap<>();
    plan.places().forEach(p -> perCell.merge(p.cellId(), 1, Integer::sum));
    assertThat(perCell.values()).allMatch(n -> n == 40);
  }
}
