package dev.ingot.stager.restore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.stager.buildpack.Descriptor;
import dev.ingot.oci.image.Digest;
import dev.ingot.oci.image.MediaTypes;
import dev.ingot.oci.image.OciJson;
import dev.ingot.oci.layer.LayerTarWriter;
import dev.ingot.oci.layer.Owner;
import dev.ingot.stager.analyze.PreviousImage;
import dev.ingot.stager.buildpack.Buildpack;
import dev.ingot.stager.buildpack.Target;
import dev.ingot.stager.cache.VolumeCache;
import dev.ingot.stager.files.Toml;
import dev.ingot.stager.files.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every row of buildpacks-and-images.md §1.9. */
class RestorerTest {
  private static final Digest SHA = Digest.sha256("content".getBytes());
  private static final Digest OTHER = Digest.sha256("other".getBytes());
  private static final Digest SBOMS = Digest.sha256("sboms".getBytes());
  private static final String SBOM = "{\"from\":\"%s\"}";

  @TempDir Path dir;
  private final List<String> log = new ArrayList<>();
  private Workspace workspace;
  private Buildpack buildpack;

  @BeforeEach
  void open() throws IOException {
    workspace = Workspace.create(Files.createDirectory(dir.resolve("work")));
    buildpack = buildpack("application/vnd.cyclonedx+json;version=1.4");
  }

  private static Buildpack buildpack(String format) {
    return new Buildpack(new Descriptor(false, "acme/tool", "2.0.0", "", "", 10, false, List.of(), List.of(format), List.of(Target.ANY), List.of()), Path.of("/"), "/cnb/x");
  }

  /** image: the diff ID of the last image's layer is that of the cache (same), another one (other), or it has no such layer (none). */
  @ParameterizedTest
  @CsvSource({
      // build, cache, launch, image, metadata and SBOM, content
      "true,  true,  true,  same,  true,  true",
      "true,  true,  true,  other, false, false",
      "true,  true,  true,  none,  true,  true",
      "true,  true,  false, none,  true,  true",
      "true,  false, true,  same,  false, false",
      "true,  false, false, none,  false, false",
      "false, true,  true,  same,  true,  true",
      "false, true,  true,  other, false, false",
      "false, true,  true,  none,  true,  true",
      "false, true,  false, none,  true,  true",
      "false, false, true,  same,  true,  false",
      "false, false, true,  none,  false, false",
      "false, false, false, none,  false, false"})
  void row(boolean build, boolean cache, boolean launch, String image, boolean metadata, boolean content) throws IOException {
    if (cache) {
      fillCache(Map.of("layer", facts(build, true, launch, SHA)), true);
    }
    var inImage = image.equals("none") ? Map.<String, Object>of() : Map.<String, Object>of("layer", facts(build, cache, launch, image.equals("same") ? SHA : OTHER));
    restore(previous(inImage));
    assertThat(Files.exists(at("layer.toml"))).as("metadata").isEqualTo(metadata);
    assertThat(Files.exists(at("layer.sbom.cdx.json"))).as("SBOM").isEqualTo(metadata);
    assertThat(Files.exists(at("layer/file"))).as("content").isEqualTo(content);
    if (metadata) {
      assertThat(Toml.read(at("layer.toml"))).as("without types").isEqualTo(Map.of("metadata", Map.of("v", "1", "list", List.of(1L, 2L))));
      assertThat(at("layer.sbom.cdx.json")).hasContent(SBOM.formatted(content ? "cache" : "image"));
    }
    assertThat(at("store.toml")).as("always").exists();
    assertThat(Toml.read(at("store.toml"))).isEqualTo(Map.of("metadata", Map.of("kept", "yes")));
  }

  @Test
  void wrongDiffId_isSaid() throws IOException {
    fillCache(Map.of("layer", facts(false, true, true, SHA)), true);
    restore(previous(Map.of("layer", facts(false, true, true, OTHER))));
    assertThat(log).containsExactly("layer layer of acme/tool@2.0.0 in the cache is not that of the last image: not restored");
  }

  @Test
  void cacheWithoutItsContent_restoresNeither() throws IOException {
    fillCache(Map.of("layer", facts(true, true, false, SHA)), false);
    restore(PreviousImage.NONE);
    assertThat(at("layer.toml")).doesNotExist();
    assertThat(at("layer")).doesNotExist();
  }

  @Test
  void labelOfAnImageThatLostTheBlob_andOtherBuildpacks_areNotUsed() throws IOException {
    var label = OciJson.tree(Map.of("buildpacks", List.of(Map.of("key", "acme/tool", "layers", Map.of("layer", facts(false, false, true, SHA))),
        Map.of("key", "acme/else", "layers", Map.of("x", facts(false, false, true, SHA))))));
    restore(new PreviousImage(Map.of(), label, PreviousImage.NONE.source()));
    assertThat(at("layer.toml")).doesNotExist();
    assertThat(workspace.layers().resolve("acme_else")).doesNotExist();
  }

  @Test
  void hostileNamesInTheLabel_stayInside() throws IOException {
    restore(previous(Map.of("../../evil", facts(false, false, true, SHA), "..", facts(false, false, true, SHA), "", facts(false, false, true, SHA))));
    try (var files = Files.walk(dir)) {
      assertThat(files.map(f -> f.getFileName().toString())).doesNotContain("evil.toml", "...toml", ".toml");
    }
  }

  @Test
  void formatTheBuildpackHasDropped_isNotRestored() throws IOException {
    buildpack = buildpack("application/spdx+json");
    restore(previous(Map.of("layer", facts(false, false, true, SHA))));
    assertThat(at("layer.toml")).exists();
    assertThat(at("layer.sbom.cdx.json")).doesNotExist();
  }

  private void restore(PreviousImage previous) throws IOException {
    new Restorer(workspace, previous, new VolumeCache(dir.resolve("cache")), (error, line) -> log.add(line)).restore(List.of(buildpack));
  }

  private PreviousImage previous(Map<String, Object> layers) {
    var label = OciJson.tree(Map.of("buildpacks", List.of(Map.of("key", "acme/tool", "version", "1.0.0", "layers", layers,
        "store", Map.of("metadata", Map.of("kept", "yes")))), "sbom", Map.of("sha", SBOMS.value())));
    var blobs = new HashMap<Digest, dev.ingot.oci.image.Descriptor>();
    List.of(SHA, OTHER, SBOMS).forEach(digest -> blobs.put(digest, new dev.ingot.oci.image.Descriptor(MediaTypes.LAYER_GZIP, digest, 1)));
    return new PreviousImage(blobs, label, (digest, file) -> {
      assertThat(digest).isEqualTo(SBOMS);
      try (var tar = LayerTarWriter.gzip(file)) {
        for (String name : List.of("acme_tool/layer/sbom.cdx.json", "acme_tool/other/sbom.cdx.json", "acme_tool/sbom.cdx.json", "acme_tool/layer/sbom.", "acme_tool/layer/sbom.x/../../y",
            "../../evil/sbom.cdx.json")) {
          tar.file("/layers/sbom/launch/" + name, 0644, Owner.ROOT, SBOM.formatted("image").getBytes());
        }
        tar.finish();
      }
    });
  }

  private static Map<String, Object> facts(boolean build, boolean cache, boolean launch, Digest sha) {
    var facts = new LinkedHashMap<String, Object>();
    facts.put("sha", sha.value());
    facts.put("data", Map.of("v", "1", "list", List.of(1, 2)));
    facts.put("build", build);
    facts.put("launch", launch);
    facts.put("cache", cache);
    return facts;
  }

  private void fillCache(Map<String, Object> layers, boolean content) throws IOException {
    var cache = new VolumeCache(dir.resolve("cache"));
    cache.begin();
    for (String name : layers.keySet()) {
      if (content) {
        Path source = Files.createDirectories(dir.resolve("source-" + name));
        Files.writeString(source.resolve("file"), "x");
        cache.put("acme_tool", name, source);
      }
      cache.putSbom("acme_tool", name, "cdx.json", Files.writeString(dir.resolve("sbom-" + name), SBOM.formatted("cache")));
    }
    cache.commit(OciJson.tree(Map.of("buildpacks", List.of(Map.of("key", "acme/tool", "version", "1.0.0", "layers", layers)))));
  }

  private Path at(String name) {
    return workspace.layers().resolve("acme_tool").resolve(name);
  }
}
