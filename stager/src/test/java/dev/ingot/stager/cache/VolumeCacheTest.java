package dev.ingot.stager.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.oci.image.Digest;
import dev.ingot.oci.image.OciJson;
import dev.ingot.stager.files.TreeStamp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VolumeCacheTest {
  private static final Digest SHA = Digest.sha256(new byte[] {1});
  @TempDir Path dir;
  private Path work;

  @BeforeEach
  void work() throws IOException {
    work = Files.createDirectory(dir.resolve("work"));
    Path built = layer("built", "one");
    String stamp = TreeStamp.of(built);
    var cache = open();
    cache.begin();
    cache.put("bp", "tools", built);
    cache.commit(OciJson.tree(Map.of("buildpacks", List.of(Map.of("key", "bp", "layers",
        Map.of("tools", Map.of("sha", SHA.value(), VolumeCache.STAMP, stamp)))))));
  }

  @Test
  void layer_movesOutAsItWas_andItsDigestIsKnownUntilItIsTouched() throws IOException {
    var cache = open();
    Path out = work.resolve("out");
    assertThat(cache.take("bp", "tools", out)).isTrue();
    assertThat(out.resolve("file")).hasContent("one");
    assertThat(cache.digest("bp", "tools", TreeStamp.of(out))).contains(SHA);
    Files.createFile(out.resolve("new"));
    assertThat(cache.digest("bp", "tools", TreeStamp.of(out))).isEmpty();
    assertThat(cache.digest("other", "tools", "")).isEmpty();
  }

  @Test
  void failedBuild_givesBackWhatItDidNotTouch() throws IOException {
    var cache = open();
    cache.take("bp", "tools", work.resolve("out"));
    cache.restoreUntouched();
    assertThat(open().take("bp", "tools", work.resolve("again"))).isTrue();
  }

  @Test
  void failedBuild_losesWhatItTouched() throws IOException {
    var cache = open();
    cache.take("bp", "tools", work.resolve("out"));
    Files.createFile(work.resolve("out/half"));
    cache.restoreUntouched();
    assertThat(open().take("bp", "tools", work.resolve("again"))).isFalse();
  }

  @Test
  void layersThatWereExchanged_areNotTakenBackUnderEachOthersNames() throws IOException {
    Path one = layer("first", "1");
    Path two = layer("second", "2");
    var facts = Map.of("one", Map.of(VolumeCache.STAMP, TreeStamp.of(one)), "two", Map.of(VolumeCache.STAMP, TreeStamp.of(two)));
    var before = open();
    before.begin();
    before.put("a_bp", "one", one);
    before.put("a_bp", "two", two);
    before.commit(OciJson.tree(Map.of("buildpacks", List.of(Map.of("key", "a/bp", "layers", facts)))));
    var cache = open();
    cache.take("a_bp", "one", work.resolve("one"));
    cache.take("a_bp", "two", work.resolve("two"));
    Files.move(work.resolve("one"), work.resolve("aside"));
    Files.move(work.resolve("two"), work.resolve("one"));
    Files.move(work.resolve("aside"), work.resolve("two"));
    cache.restoreUntouched();
    assertThat(open().take("a_bp", "one", work.resolve("again"))).isFalse();
  }

  @Test
  void layerSwappedForALink_isNotTakenBack() throws IOException {
    var cache = open();
    cache.take("bp", "tools", work.resolve("swapped"));
    Files.move(work.resolve("swapped"), work.resolve("aside"));
    Files.createSymbolicLink(work.resolve("swapped"), work.resolve("aside"));
    cache.restoreUntouched();
    assertThat(open().take("bp", "tools", work.resolve("third"))).isFalse();
  }

  @Test
  void layerNobodyPutAgain_isRemoved() throws IOException {
    var cache = open();
    cache.begin();
    cache.put("bp", "other", layer("other", "two"));
    cache.commit(OciJson.object());
    assertThat(open().take("bp", "tools", work.resolve("out"))).isFalse();
    assertThat(open().take("bp", "other", work.resolve("out"))).isTrue();
  }

  @Test
  void crashWhileSaving_leavesNoOldIndexBesideNewContent() throws IOException {
    var cache = open();
    cache.begin();
    cache.put("bp", "tools", layer("newer", "two"));
    assertThat(open().index()).isEmpty();
  }

  @Test
  void filesOfAnOlderFormat_andADamagedIndex_areNoObstacle() throws IOException {
    Path root = dir.resolve("cache");
    Files.createDirectories(root.resolve("committed")).resolve("x");
    Files.writeString(root.resolve("index.json"), "{ half");
    assertThat(open().index()).isEmpty();
    assertThat(root.resolve("committed")).doesNotExist();
  }

  private VolumeCache open() throws IOException {
    return new VolumeCache(dir.resolve("cache"));
  }

  private Path layer(String name, String content) throws IOException {
    Path directory = Files.createDirectory(work.resolve(name));
    Files.writeString(directory.resolve("file"), content);
    return directory;
  }
}
