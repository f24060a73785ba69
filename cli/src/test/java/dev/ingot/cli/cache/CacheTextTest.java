package dev.ingot.cli.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.api.buildcache.BuildCache;
import dev.ingot.api.buildcache.BuildCache.OnCell;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class CacheTextTest {
  private static final OnCell HELD = new OnCell("cell-1", "HELD", 3L << 20, null, false, false, List.of(new BuildCache.Layer("ingot_nodejs/npm", 2L << 20)), null);
  private static final OnCell AWAY = new OnCell("cell-2", "AWAY", null, null, false, false, List.of(), "it is not connected");
  private static final OnCell USED = new OnCell("cell-1", "HELD", 3L << 20, null, true, true, List.of(), null);

  private static String printed(Consumer<PrintStream> print) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    print.accept(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void show_namesCellsLayersAndWhoIsAway() {
    assertThat(printed(out -> CacheText.print("shop", new BuildCache(List.of(HELD, AWAY)), out))).isEqualTo("""
        cell cell-1: 3M
          size  layer
          2M    ingot_nodejs/npm
        cell cell-2: not known, it is not connected
        """);
    assertThat(printed(out -> CacheText.print("shop", new BuildCache(List.of(USED)), out)))
        .isEqualTo("cell cell-1: 3M, a build works with it now, cleared: thrown away before the next build\n");
    assertThat(printed(out -> CacheText.print("shop", new BuildCache(List.of()), out))).contains("No cell holds");
  }

  @Test
  void purge_saysWhatWentAndWhatDidNot() {
    assertThat(printed(out -> CacheText.purged("shop", new BuildCache(List.of(HELD, AWAY)), new BuildCache(List.of(AWAY)), out))).isEqualTo("""
        Removed 3M on cell cell-1
        Cell cell-2 throws its part away before its next build of app shop: it is not connected
        """);
    assertThat(printed(out -> CacheText.purged("shop", new BuildCache(List.of(HELD)), new BuildCache(List.of(USED)), out)))
        .contains("a build works with it now").doesNotContain("Removed");
    assertThat(printed(out -> CacheText.purged("shop", new BuildCache(List.of()), new BuildCache(List.of()), out))).contains("No cell held");
  }
}
