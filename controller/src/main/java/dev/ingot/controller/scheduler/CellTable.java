package dev.ingot.controller.scheduler;

import dev.ingot.controller.scheduler.Snapshot.CellView;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The open cells as columns, with what is left of them; scores change by small steps as work is reserved. Sorted by id. */
final class CellTable {
  /** Of a cell's free room, so that a cell about to start many things takes fewer new ones. Diego's value. */
  private static final double STARTING_WEIGHT = 0.25;

  final int size;
  final String[] ids;
  final long[] freeMemory;
  final long[] freeDisk;
  final int[] freeInstances;
  final double[] perMemory;
  final double[] perDisk;
  final double[] perInstance;
  final double[] score;
  private final CellView[] cells;
  private final Map<String, Integer> positions = new HashMap<>();
  private final boolean mixedStacks;

  CellTable(List<CellView> all) {
    cells = all.stream().filter(c -> c.open() && !c.lost()).sorted(Comparator.comparing(CellView::id)).toArray(CellView[]::new);
    size = cells.length;
    ids = Arrays.stream(cells).map(CellView::id).toArray(String[]::new);
    freeMemory = Arrays.stream(cells).mapToLong(CellView::memoryMb).toArray();
    freeDisk = Arrays.stream(cells).mapToLong(CellView::diskMb).toArray();
    freeInstances = Arrays.stream(cells).mapToInt(CellView::maxInstances).toArray();
    perMemory = Arrays.stream(cells).mapToDouble(c -> share(c.memoryMb())).toArray();
    perDisk = Arrays.stream(cells).mapToDouble(c -> share(c.diskMb())).toArray();
    perInstance = Arrays.stream(cells).mapToDouble(c -> share(c.maxInstances())).toArray();
    score = new double[size];
    for (int i = 0; i < size; i++) {
      positions.put(ids[i], i);
    }
    mixedStacks = Arrays.stream(cells).anyMatch(c -> !c.stacks().isEmpty());
  }

  private static double share(long total) {
    return total <= 0 ? 0 : 1.0 / (3.0 * total);
  }

  /** Where the cell stands, -1 when it is not open. */
  int position(@Nullable String cellId) {
    return cellId == null ? -1 : positions.getOrDefault(cellId, -1);
  }

  /** Takes room away; may go below zero for what already runs there. */
  void reserve(int cell, long memory, long disk, boolean starting) {
    freeMemory[cell] -= memory;
    freeDisk[cell] -= disk;
    freeInstances[cell]--;
    score[cell] += memory * perMemory[cell] + disk * perDisk[cell] + perInstance[cell] + (starting ? STARTING_WEIGHT : 0);
  }

  boolean fits(int cell, long memory, long disk) {
    return freeMemory[cell] >= memory && freeDisk[cell] >= disk && freeInstances[cell] >= 1;
  }

  boolean runs(int cell, String stack) {
    if (!mixedStacks || stack.isEmpty()) {
      return true;
    }
    Set<String> stacks = cells[cell].stacks();
    return stacks.isEmpty() || stacks.contains(stack);
  }

  CellView view(int cell) {
    return cells[cell];
  }
}
