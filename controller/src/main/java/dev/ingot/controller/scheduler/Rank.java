package dev.ingot.controller.scheduler;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Which fitting cell is best: Diego's score, lowest wins, the first by id among equals (runtime-and-scheduling.md §1.7). */
final class Rank {
  /** Above any share of resources: instances of a process are spread before anything else counts. */
  private static final double SAME_PROCESS = 1000;

  private final CellTable table;
  private final double[] extra;
  private final Map<String, Counts> counts = new HashMap<>();

  Rank(CellTable table) {
    this.table = table;
    this.extra = new double[table.size];
  }

  /** The cell for this work, -1 when none fits. `group`: what is spread, a process guid or one name for all builds. */
  int best(String group, long memory, long disk, String stack) {
    Counts own = counts.computeIfAbsent(group, g -> new Counts());
    own.write(extra, SAME_PROCESS);
    int best = -1;
    double lowest = Double.MAX_VALUE;
    for (int cell = 0; cell < table.size; cell++) {
      if (!table.fits(cell, memory, disk)) {
        continue;
      }
      double score = table.score[cell] + extra[cell] + memory * table.perMemory[cell] + disk * table.perDisk[cell] + table.perInstance[cell];
      if (score < lowest && table.runs(cell, stack)) {
        lowest = score;
        best = cell;
      }
    }
    own.write(extra, 0);
    return best;
  }

  /** Counts work of a group on a cell. */
  void add(String group, int cell) {
    counts.computeIfAbsent(group, g -> new Counts()).add(cell);
  }

  /** How many of a group each cell has; few cells per group, so only those are kept, and looked through. */
  private static final class Counts {
    private int[] cells = new int[2];
    private int[] numbers = new int[2];
    private int used;

    void add(int cell) {
      for (int i = 0; i < used; i++) {
        if (cells[i] == cell) {
          numbers[i]++;
          return;
        }
      }
      if (used == cells.length) {
        cells = Arrays.copyOf(cells, used * 2);
        numbers = Arrays.copyOf(numbers, used * 2);
      }
      cells[used] = cell;
      numbers[used++] = 1;
    }

    void write(double[] target, double factor) {
      for (int i = 0; i < used; i++) {
        target[cells[i]] = numbers[i] * factor;
      }
    }
  }
}
