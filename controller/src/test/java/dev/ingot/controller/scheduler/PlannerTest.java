package dev.ingot.controller.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.controller.scheduler.Plan.Place;
import dev.ingot.controller.scheduler.Plan.Stop;
import dev.ingot.controller.scheduler.Snapshot.CellView;
import dev.ingot.controller.scheduler.Snapshot.Once;
import dev.ingot.controller.scheduler.Snapshot.OnceView;
import dev.ingot.controller.scheduler.Snapshot.ProcessView;
import dev.ingot.controller.scheduler.Snapshot.State;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlannerTest {
  @Test
  void missingInstances_arePlacedOnDifferentCells() {
    Plan plan = new World().cell("a", 1000).cell("b", 1000).process("p", "v1", 2, 100).plan();
    assertThat(plan.places()).extracting(Place::cellId).containsExactlyInAnyOrder("a", "b");
    assertThat(plan.places()).extracting(Place::index).containsExactly(0, 1);
  }

  @Test
  void runningInstances_areLeftAlone() {
    Plan plan = new World().cell("a", 1000).process("p", "v1", 1, 100).instance("i", "p", "v1", 0, "a", State.RUNNING).plan();
    assertThat(plan.places()).isEmpty();
    assertThat(plan.stops()).isEmpty();
  }

  @Test
  void firstInstances_comeBeforeSecondOnes() {
    Plan plan = new World().cell("a", 200).process("p", "v1", 2, 100).process("q", "v1", 1, 100).plan();
    assertThat(plan.places()).extracting(p -> p.process().guid() + p.index()).containsExactlyInAnyOrder("p0", "q0");
    assertThat(plan.rejects()).singleElement().satisfies(r -> assertThat(r.refusal().text()).isEqualTo("insufficient resources: memory"));
  }

  @Test
  void buildsAndTasks_comeAfterFirstInstancesAndBeforeTheRest() {
    World world = new World().cell("a", 300).process("p", "v1", 2, 100);
    world.once.add(new OnceView(Once.BUILD, "build", 150, 100, "", null));
    world.once.add(new OnceView(Once.TASK, "task", 50, 100, "", null));
    Plan plan = world.plan();
    assertThat(plan.once()).extracting(w -> w.guid() + w.cellId()).containsExactly("builda", "taska");
    assertThat(plan.places()).extracting(Place::index).containsExactly(0);
  }

  @Test
  void tasks_areSpreadOverCells_andHoldTheirRoomWhileTheyRun() {
    World world = new World().cell("a", 300).cell("b", 300);
    world.once.add(new OnceView(Once.TASK, "running", 200, 100, "", "a"));
    world.once.add(new OnceView(Once.TASK, "waiting", 100, 100, "", null));
    assertThat(world.plan().once()).singleElement().satisfies(w -> assertThat(w.cellId()).isEqualTo("b"));
    world.once.add(new OnceView(Once.TASK, "large", 250, 100, "", null));
    assertThat(world.plan().once()).extracting(w -> w.guid() + w.cellId()).containsExactly("largeb", "waitinga");
  }

  @Test
  void buildLargerThanAnyCell_isHopeless_oneThatMustWaitIsNot() {
    World world = new World().cell("a", 300).process("p", "v1", 1, 200);
    world.once.add(new OnceView(Once.BUILD, "huge", 301, 100, "", null));
    world.once.add(new OnceView(Once.TASK, "large", 300, 100, "", null));
    assertThat(world.plan().rejectedOnce()).extracting(r -> r.guid() + r.hopeless()).containsExactlyInAnyOrder("hugetrue", "largefalse");
  }

  @Test
  void refusalNamesOnlyWhatAllCellsLack() {
    World world = new World().process("p", "v1", 1, 500);
    world.cells.add(new CellView("a", true, false, 100, 10, 250, Set.of()));
    world.cells.add(new CellView("b", true, false, 100, 1000, 250, Set.of()));
    var refusal = world.plan().rejects().getFirst().refusal();
    assertThat(refusal.text()).isEqualTo("insufficient resources: memory");
    assertThat(refusal.cells()).containsExactly("a: disk, memory", "b: memory");
  }

  @Test
  void noCellAtAll_andNoCellForTheStack_haveCfsWords() {
    assertThat(new World().process("p", "v", 1, 1).plan().rejects().getFirst().refusal().text())
        .isEqualTo("unable to communicate to compatible cells");
    World world = new World();
    world.cells.add(new CellView("a", true, false, 1000, 1000, 10, Set.of("windows")));
    world.processes.add(new ProcessView("p", "app", "v", 1, 1, 1, "debian"));
    assertThat(world.plan().rejects().getFirst().refusal().text()).isEqualTo("found no compatible cell for required rootfs");
  }

  @Test
  void newVersion_isStartedFirst_oldOneStopsWhenItServes() {
    World before = new World().cell("a", 1000).process("p", "v2", 1, 100).instance("old", "p", "v1", 0, "a", State.RUNNING);
    assertThat(before.plan().stops()).isEmpty();
    assertThat(before.plan().places()).hasSize(1);
    assertThat(before.instance("new", "p", "v2", 0, "a", State.CLAIMED).plan().stops()).isEmpty();
    before.instances.removeLast();
    assertThat(before.instance("new", "p", "v2", 0, "a", State.RUNNING).plan().stops()).extracting(Stop::instanceGuid).containsExactly("old");
  }

  @Test
  void newVersionWithoutRoom_takesThePlaceOfOneOldInstanceAtATime() {
    World world = new World().cell("a", 200).process("p", "v2", 2, 100)
        .instance("old0", "p", "v1", 0, "a", State.RUNNING).instance("old1", "p", "v1", 1, "a", State.RUNNING);
    assertThat(world.plan().stops()).extracting(Stop::instanceGuid).containsExactly("old0");
    world.instances.removeFirst();
    assertThat(world.instance("old0", "p", "v1", 0, "a", State.STOPPING).plan().stops()).isEmpty();
    world.instances.removeLast();
    assertThat(world.instance("new0", "p", "v2", 0, "a", State.CLAIMED).plan().stops()).isEmpty();
  }

  @Test
  void newVersionThatCrashes_neverTakesMoreFromTheOldOne() {
    World world = new World().cell("a", 200).process("p", "v2", 2, 100).instance("old1", "p", "v1", 1, "a", State.RUNNING)
        .instance("new0", "p", "v2", 0, "a", State.CRASHED, 3, World.NOW.plusSeconds(30)).instance("x", "q", "v1", 0, "a", State.RUNNING);
    world.process("q", "v1", 1, 100);
    assertThat(world.plan().stops()).isEmpty();
  }

  @Test
  void crashedInstance_waitsForItsTime_andKeepsItsCount() {
    World world = new World().cell("a", 1000).process("p", "v1", 1, 100)
        .instance("i", "p", "v1", 0, "a", State.CRASHED, 4, World.NOW.plusSeconds(60));
    assertThat(world.plan().places()).isEmpty();
    assertThat(world.plan().wakeAt()).isEqualTo(World.NOW.plusSeconds(60));
    world.instances.clear();
    Plan due = world.instance("i", "p", "v1", 0, "a", State.CRASHED, 4, World.NOW).plan();
    assertThat(due.places()).singleElement().satisfies(p -> {
      assertThat(p.replaces()).isEqualTo("i");
      assertThat(p.crashCount()).isEqualTo(4);
    });
  }

  @Test
  void instancesOfLostCell_areReplacedElsewhere_andGoWhenTheReplacementServes() {
    World world = new World().lostCell("x").cell("b", 1000).process("p", "v1", 1, 100).instance("i", "p", "v1", 0, "x", State.RUNNING);
    assertThat(world.plan().places()).singleElement().satisfies(p -> assertThat(p.cellId()).isEqualTo("b"));
    assertThat(world.plan().stops()).isEmpty();
    Plan replaced = world.instance("n", "p", "v1", 0, "b", State.RUNNING).plan();
    assertThat(replaced.stops()).singleElement().satisfies(s -> assertThat(s.instanceGuid() + s.gone()).isEqualTo("itrue"));
  }

  @Test
  void instancesOfTheOnlyCell_stayWhenItIsLost() {
    Plan plan = new World().lostCell("x").process("p", "v1", 1, 100).instance("i", "p", "v1", 0, "x", State.RUNNING).plan();
    assertThat(plan.places()).isEmpty();
    assertThat(plan.stops()).isEmpty();
    assertThat(plan.rejects()).isEmpty();
  }

  @Test
  void cellThatComesBack_keepsItsInstance_replacementIsDropped() {
    Plan plan = new World().cell("x", 1000).cell("b", 1000).process("p", "v1", 1, 100).instance("i", "p", "v1", 0, "x", State.RUNNING)
        .instance("n", "p", "v1", 0, "b", State.CLAIMED).plan();
    assertThat(plan.stops()).extracting(Stop::instanceGuid).containsExactly("n");
  }

  @Test
  void scalingDown_stopsTheHighestIndexes_andStoppedAppsStopWholly() {
    World world = new World().cell("a", 1000).process("p", "v1", 1, 100).instance("i0", "p", "v1", 0, "a", State.RUNNING)
        .instance("i1", "p", "v1", 1, "a", State.RUNNING).instance("z", "gone", "v1", 0, "a", State.RUNNING);
    assertThat(world.plan().stops()).extracting(Stop::instanceGuid).containsExactly("i1", "z");
  }
}
