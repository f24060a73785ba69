package dev.ingot.controller.scheduler;

import dev.ingot.controller.scheduler.Plan.Refusal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether work fits on a cell, and in CF's words why it fits on none. */
final class Feasible {
  private static final int CELLS_NAMED = 20;

  private enum Lack { CONTAINERS, DISK, MEMORY, STACK }

  private Feasible() {}

  /** Why nothing fits: only lacks common to all cells are in the text. */
  static Refusal refusal(CellTable table, long memory, long disk, String stack) {
    if (table.size == 0) {
      return new Refusal("unable to communicate to compatible cells", List.of());
    }
    Set<Lack> common = EnumSet.allOf(Lack.class);
    common.remove(Lack.STACK);
    List<String> named = new ArrayList<>();
    boolean anyStack = false;
    for (int cell = 0; cell < table.size; cell++) {
      Set<Lack> lacks = lacks(table, cell, memory, disk, stack);
      if (!lacks.contains(Lack.STACK)) {
        anyStack = true;
        common.retainAll(lacks);
      }
      if (named.size() < CELLS_NAMED) {
        named.add(table.ids[cell] + ": " + words(lacks));
      }
    }
    return new Refusal(anyStack ? text(common) : "found no compatible cell for required rootfs", named);
  }

  /** True when not even an empty cell could take it. */
  static boolean hopeless(CellTable table, long memory, long disk, String stack) {
    for (int cell = 0; cell < table.size; cell++) {
      if (table.runs(cell, stack) && table.view(cell).memoryMb() >= memory && table.view(cell).diskMb() >= disk) {
        return false;
      }
    }
    return table.size > 0;
  }

  private static Set<Lack> lacks(CellTable table, int cell, long memory, long disk, String stack) {
    Set<Lack> lacks = EnumSet.noneOf(Lack.class);
    if (!table.runs(cell, stack)) {
      lacks.add(Lack.STACK);
    }
    if (table.freeInstances[cell] < 1) {
      lacks.add(Lack.CONTAINERS);
    }
    if (table.freeDisk[cell] < disk) {
      lacks.add(Lack.DISK);
    }
    if (table.freeMemory[cell] < memory) {
      lacks.add(Lack.MEMORY);
    }
    return lacks;
  }

  private static String text(Set<Lack> common) {
    return common.isEmpty() ? "insufficient resources" : "insufficient resources: " + words(common);
  }

  private static String words(Set<Lack> lacks) {
    return lacks.stream().map(lack -> switch (lack) {
      case CONTAINERS -> "containers";
      case DISK -> "disk";
      case MEMORY -> "memory";
      case STACK -> "stack";
    }).collect(Collectors.joining(", "));
  }
}
