package dev.ingot.cell.staging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.api.cell.v1.CacheLayer;
import dev.ingot.api.cell.v1.CacheQuery;
import dev.ingot.api.cell.v1.CacheReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildCachesTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  @TempDir Path root;
  private BuildCaches caches;

  @BeforeEach
  void open() throws IOException {
    caches = at(NOW);
  }

  private BuildCaches at(Instant time) throws IOException {
    return new BuildCaches(root, Clock.fixed(time, ZoneOffset.UTC));
  }

  private static CacheQuery about(String app, boolean remove) {
    return CacheQuery.newBuilder().setQueryId("q").setAppGuid(app).setRemove(remove).build();
  }

  private void filled(String app, String version, String... files) throws IOException {
    Path cache = caches.open(app, version).directory();
    for (String file : files) {
      Files.createDirectories(cache.resolve(file).getParent());
      Files.writeString(cache.resolve(file), "12345");
    }
    caches.close(app);
  }

  @Test
  void report_namesLayersAndSizes_linksAreNotFollowed() throws IOException {
    filled("web", "all=1", "layers/ingot_nodejs/npm/a", "layers/ingot_nodejs/npm/deep/b", "layers/ingot_nodejs/node/c", "index.json", "classic/final/d");
    Files.createSymbolicLink(root.resolve("web/layers/ingot_nodejs/npm/out"), Path.of("/"));
    Files.createSymbolicLink(root.resolve("web/layers/linked"), Path.of("/etc"));

    CacheReport report = caches.answer(about("web", false));

    assertThat(report.getExists()).isTrue();
    assertThat(report.getInUse()).isFalse();
    assertThat(report.getVersion()).isEqualTo("all=1");
    assertThat(report.getUsedAtMillis()).isEqualTo(NOW.toEpochMilli());
    assertThat(report.getLayersList()).extracting(CacheLayer::getName).containsExactly("classic", "ingot_nodejs/node", "ingot_nodejs/npm");
    assertThat(report.getLayersList()).extracting(CacheLayer::getSizeBytes).containsExactly(5L, 5L, 10L);
    assertThat(report.getSizeBytes()).isEqualTo(25);
    assertThat(report.getProblem()).isEmpty();
  }

  @Test
  void appWithoutCache_existsNot_andAPathIsNoApp() throws IOException {
    filled("web", "", "layers/a/b/c");

    assertThat(caches.answer(about("other", false)).getExists()).isFalse();
    for (String hostile : new String[] {"../web", ".", "web/layers", "/etc"}) {
      assertThat(caches.answer(about(hostile, true)).getExists()).as(hostile).isFalse();
    }
    assertThat(root.resolve("web/layers/a/b/c")).exists();
  }

  @Test
  void remove_tellsWhatWasThere_andLeavesOtherApps() throws IOException {
    filled("web", "", "layers/a/b/c");
    filled("other", "", "layers/a/b/c");

    assertThat(caches.answer(about("web", true)).getSizeBytes()).isEqualTo(5);

    assertThat(caches.answer(about("web", false)).getExists()).isFalse();
    assertThat(caches.answer(about("other", false)).getExists()).isTrue();
  }

  @Test
  void removeWithoutApp_removesAll_butWhatABuildUses() throws IOException {
    filled("web", "", "layers/a/b/c");
    filled("other", "", "layers/a/b/c");
    caches.open("web", "");

    assertThat(caches.answer(about("", true)).getInUse()).isTrue();

    assertThat(caches.answer(about("other", false)).getExists()).isFalse();
    assertThat(caches.answer(about("web", false)).getExists()).isTrue();
    assertThat(caches.answer(about("web", true)).getInUse()).isTrue();
    caches.close("web");
    assertThat(caches.answer(about("web", true)).getInUse()).isFalse();
    assertThat(root.resolve("web")).doesNotExist();
  }

  @Test
  void twoBuildsOfAnApp_holdItUntilBothEnded() throws IOException {
    filled("web", "", "layers/a/b/c");
    caches.open("web", "");
    caches.open("web", "");
    caches.close("web");

    assertThat(caches.answer(about("web", true)).getInUse()).isTrue();
    assertThat(root.resolve("web/layers/a/b/c")).exists();
  }

  @Test
  void otherVersion_isClearedAtTheNextBuild() throws IOException {
    filled("web", "", "layers/a/b/c");

    assertThat(caches.open("web", "web=1").cleared()).isTrue();
    assertThat(root.resolve("web")).doesNotExist();
    assertThat(caches.open("web", "web=1").cleared()).isFalse();
    assertThat(caches.open("fresh", "web=1").cleared()).as("there was nothing").isFalse();
  }

  @Test
  void longUnused_isRemovedAtAnotherBuild_alsoOneWithoutVersion() throws IOException {
    filled("old", "", "layers/a/b/c");
    filled("used", "", "layers/a/b/c");
    Files.createDirectories(root.resolve("ancient/layers"));
    Files.createDirectories(root.resolve(".gone-x/rest"));

    BuildCaches later = at(NOW.plus(BuildCaches.KEPT).minus(Duration.ofDays(1)));
    later.open("used", "");
    assertThat(root.resolve("old")).exists();
    assertThat(root.resolve(".gone-x")).doesNotExist();
    assertThat(root.resolve("ancient.version")).exists();

    at(NOW.plus(BuildCaches.KEPT).plus(Duration.ofDays(1))).open("used", "");
    assertThat(root.resolve("old")).doesNotExist();
    assertThat(root.resolve("old.version")).doesNotExist();
    assertThat(root.resolve("used")).exists();
  }
}
