package dev.ingot.cli.cache;

import dev.ingot.api.buildcache.BuildCache;
import dev.ingot.api.buildcache.BuildCache.OnCell;
import dev.ingot.cli.app.Sizes;
import dev.ingot.cli.output.Table;
import java.io.PrintStream;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** Build caches for people. */
final class CacheText {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(ZoneId.systemDefault());

  private CacheText() {}

  static void print(String app, BuildCache cache, PrintStream out) {
    if (cache.cells().isEmpty()) {
      out.println("No cell holds a build cache of app " + app + ". Its next build fills one.");
    }
    for (OnCell cell : cache.cells()) {
      if (cell.sizeInBytes() == null) {
        out.printf("cell %s: not known, %s%n", cell.cell(), cell.problem());
      } else {
        out.printf("cell %s: %s%s%s%s%s%n", cell.cell(), Sizes.bytes(cell.sizeInBytes()), cell.usedAt() == null ? "" : ", used last at " + TIME.format(cell.usedAt()),
            cell.inUse() ? ", a build works with it now" : "", cell.outdated() ? ", cleared: thrown away before the next build" : "",
            cell.problem() == null ? "" : ", " + cell.problem());
        layers(cell.layers(), out);
      }
    }
  }

  private static void layers(List<BuildCache.Layer> layers, PrintStream out) {
    if (!layers.isEmpty()) {
      Table table = new Table("  size", "layer");
      layers.forEach(layer -> table.row("  " + Sizes.bytes(layer.sizeInBytes()), layer.name()));
      table.print(out);
    }
  }

  static void purged(String app, BuildCache before, BuildCache left, PrintStream out) {
    for (OnCell cell : before.cells()) {
      boolean gone = cell.sizeInBytes() != null && left.cells().stream().noneMatch(one -> one.cell().equals(cell.cell()));
      if (gone) {
        out.printf("Removed %s on cell %s%n", Sizes.bytes(cell.sizeInBytes()), cell.cell());
      }
    }
    for (OnCell cell : left.cells()) {
      out.printf("Cell %s throws its part away before its next build of app %s: %s%n", cell.cell(), app,
          cell.inUse() ? "a build works with it now" : cell.problem() == null ? "it was not removed" : cell.problem());
    }
    if (before.cells().isEmpty() && left.cells().isEmpty()) {
      out.println("No cell held a build cache of app " + app + ".");
    }
  }
}
