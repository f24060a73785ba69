package dev.ingot.oci.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.oci.image.Rebase.Image;
import dev.ingot.oci.image.Rebase.Result;
import dev.ingot.oci.image.Rebase.RunImage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rows of buildpacks-and-images.md §2.8. */
class RebaseTest {
  private static final String REPOSITORY = "stacks/debian-13/run";
  private final Image oldRun = image(Map.of("io.buildpacks.stack.id", "debian-13", "io.buildpacks.base.distro.name", "debian", "io.buildpacks.base.distro.version", "13",
      "io.buildpacks.base.released", "monday"), "old1", "old2");
  private final RunImage newRun = run(REPOSITORY, config -> config.withLabels(Map.of("io.buildpacks.stack.id", "debian-13",
      "io.buildpacks.base.distro.name", "debian", "io.buildpacks.base.distro.version", "13", "io.buildpacks.base.released", "friday", "other", "x")), "new1", "new2", "new3");

  @Test
  void layersBelowAreExchanged_allElseStays() {
    Image app = app(labels -> labels, "a", "b");
    Image done = rebased(app, newRun, false);
    assertThat(done.config().diffIds()).containsExactly(diff("new1"), diff("new2"), diff("new3"), diff("a"), diff("b"));
    assertThat(done.manifest().layers()).hasSize(5);
    assertThat(done.manifest().layers().subList(3, 5)).as("byte for byte").isEqualTo(app.manifest().layers().subList(2, 4));
    assertThat(done.manifest().layers().subList(0, 3)).isEqualTo(newRun.image().manifest().layers());
    assertThat(done.config().createdBy()).containsExactly("new1", "new2", "new3", "a", "b");
    assertThat(done.config().env()).isEqualTo(app.config().env());
    assertThat(done.config().entrypoint()).isEqualTo(app.config().entrypoint());
    assertThat(done.config().field("/created")).isEqualTo("1980-01-01T00:00:01Z");
    assertThat(done.manifest().config().digest()).isEqualTo(Digest.sha256(done.config().toBytes()));
    assertThat(done.manifest().config().size()).isEqualTo(done.config().toBytes().length);
  }

  @Test
  void labelsTellTheNewRunImage() {
    Map<String, String> labels = rebased(app(l -> l, "a"), newRun, false).config().labels();
    assertThat(labels).containsEntry("io.buildpacks.base.released", "friday").containsEntry("mine", "stays").doesNotContainKey("other");
    assertThat(labels.get(Rebase.METADATA)).contains("\"topLayer\":\"" + diff("new3") + "\"", "\"reference\":\"" + newRun.reference() + "\"",
        "\"image\":\"" + REPOSITORY + "\"", "\"app\":[{\"sha\":\"x\"}]");
  }

  @Test
  void twice_isOnce_andEqualInputHasEqualBytes() {
    Image app = app(l -> l, "a");
    Image once = rebased(app, newRun, false);
    assertThat(Rebase.rebase(once, newRun, false)).isEqualTo(new Result.Unchanged());
    assertThat(rebased(app, newRun, false).manifest().toBytes()).isEqualTo(once.manifest().toBytes());
  }

  @Test
  void thereAndBack_isWhatItWas() {
    Image app = app(l -> l, "a", "b");
    Image there = rebased(app, newRun, false);
    Image back = rebased(there, new RunImage(REPOSITORY, REPOSITORY + "@" + oldRun.manifest().config().digest(), oldRun), false);
    assertThat(back.config()).isEqualTo(app.config());
    assertThat(back.manifest()).isEqualTo(app.manifest());
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "io.buildpacks.rebasable|false|must not be rebased",
      "io.buildpacks.base.distro.version|12|distro.version '12'",
      "io.buildpacks.base.distro.name|ubuntu|distro.name 'ubuntu'"})
  void refusedByItsLabels_unlessForced(String label, String value, String reason) {
    Image app = app(labels -> {
      labels.put(label, value);
      return labels;
    }, "a");
    assertThat(refusal(app, newRun).reason()).contains(reason);
    assertThat(refusal(app, newRun).forcible()).isTrue();
    assertThat(rebased(app, newRun, true).config().labels().get("io.buildpacks.base.distro.version")).isEqualTo("13");
  }

  @Test
  void anotherProcessorOrSystem_isRefused() {
    RunImage arm = new RunImage(REPOSITORY, REPOSITORY + "@" + diff("arm"), new Image(newRun.image().manifest(),
        ImageConfig.parse(new String(newRun.image().config().toBytes(), StandardCharsets.UTF_8).replace("amd64", "arm64").getBytes(StandardCharsets.UTF_8))));
    assertThat(refusal(app(l -> l, "a"), arm).reason()).contains("linux/amd64", "linux/arm64");
    assertThat(rebased(app(l -> l, "a"), arm, true).config().architecture()).isEqualTo("arm64");
  }

  @Test
  void anotherRunImage_isRefused_itsMirrorsAreNot_andForceWritesItDown() {
    RunImage other = run("example.com:5000/base", config -> config, "new1");
    Image app = app(l -> l, "a");
    assertThat(refusal(app, other).reason()).contains("was built for the run image " + REPOSITORY, "not for example.com:5000/base");
    Image mirrored = app(labels -> {
      labels.compute(Rebase.METADATA, (name, json) -> json.replace("\"image\":", "\"mirrors\":[\"example.com:5000/base:latest\"],\"image\":"));
      return labels;
    }, "a");
    assertThat(Rebase.rebase(mirrored, other, false)).isInstanceOf(Result.Rebased.class);
    assertThat(rebased(app, other, true).config().labels().get(Rebase.METADATA)).contains("\"image\":\"example.com:5000/base\"").doesNotContain("mirrors");
    assertThat(Rebase.rebase(rebased(app, other, true), run("example.com:5000/base", config -> config, "n"), false)).isInstanceOf(Result.Rebased.class);
  }

  @Test
  void imagesFromTheTimeOfStacks_keepStackAndMixins() {
    UnaryOperator<ImageConfig> old = config -> config.withEnv(Map.of("CNB_PLATFORM_API", "0.11"));
    Image app = app(labels -> {
      labels.put("io.buildpacks.stack.mixins", "[\"git\",\"build:gcc\",\"curl\"]");
      return labels;
    }, "a");
    Image stacked = new Image(app.manifest(), old.apply(app.config()));
    assertThat(refusal(stacked, newRun).reason()).contains("lacks").contains("git, curl");
    RunImage complete = run(REPOSITORY, config -> config.withLabels(Map.of("io.buildpacks.stack.id", "debian-13", "io.buildpacks.stack.mixins", "[\"git\",\"curl\",\"zip\"]")), "n");
    assertThat(Rebase.rebase(stacked, complete, false)).isInstanceOf(Result.Rebased.class);
    RunImage otherStack = run(REPOSITORY, config -> config.withLabels(Map.of("io.buildpacks.stack.id", "bionic")), "n");
    assertThat(refusal(stacked, otherStack).reason()).contains("'debian-13'", "'bionic'");
    assertThat(Rebase.rebase(app, otherStack, false)).as("newer ones do not ask").isInstanceOf(Result.Rebased.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "nonsense", "[]", "{}", "{\"runImage\":{\"topLayer\":7}}", "{\"runImage\":[]}",
      "{\"runImage\":{\"topLayer\":\"sha256:0000000000000000000000000000000000000000000000000000000000000000\"}}"})
  void whatTellsNothing_isRefusedEvenByForce(String label) {
    Image app = app(labels -> {
      labels.put(Rebase.METADATA, label);
      return labels;
    }, "a");
    for (boolean force : new boolean[] {false, true}) {
      assertThat(Rebase.rebase(app, newRun, force)).isInstanceOfSatisfying(Result.Refused.class, refused -> assertThat(refused.forcible()).isFalse());
    }
  }

  @Test
  void documentsThatContradictEachOther_areAnError() {
    Image app = app(l -> l, "a");
    Image torn = new Image(new Manifest(app.manifest().config(), app.manifest().layers().subList(0, 2)), app.config());
    assertThatThrownBy(() -> Rebase.rebase(torn, newRun, false)).isInstanceOf(ImageFormatException.class).hasMessageContaining("layers");
  }

  @Test
  void historyThatDoesNotFit_isBlank() {
    Image app = app(l -> l, "a");
    ImageConfig bare = ImageConfig.parse(new String(app.config().toBytes(), StandardCharsets.UTF_8).replaceFirst("\"history\":\\[[^\\]]*\\]", "\"history\":[]")
        .getBytes(StandardCharsets.UTF_8));
    assertThat(rebased(new Image(app.manifest(), bare), newRun, false).config().createdBy()).containsExactly("new1", "new2", "new3", "");
  }

  private static Image rebased(Image app, RunImage run, boolean force) {
    return ((Result.Rebased) Rebase.rebase(app, run, force)).image();
  }

  private static Result.Refused refusal(Image app, RunImage run) {
    return (Result.Refused) Rebase.rebase(app, run, false);
  }

  private Image app(UnaryOperator<Map<String, String>> labels, String... layers) {
    ImageConfig config = oldRun.config();
    List<Descriptor> descriptors = new ArrayList<>(oldRun.manifest().layers());
    for (String layer : layers) {
      config = config.withLayer(diff(layer), layer);
      descriptors.add(descriptor(layer));
    }
    Map<String, String> all = new LinkedHashMap<>(oldRun.config().labels());
    all.put("mine", "stays");
    all.put(Rebase.METADATA, "{\"app\":[{\"sha\":\"x\"}],\"runImage\":{\"topLayer\":\"" + diff("old2") + "\",\"reference\":\"" + REPOSITORY + "@"
        + oldRun.manifest().config().digest() + "\",\"image\":\"" + REPOSITORY + "\"},\"stack\":{\"runImage\":{\"image\":\"" + REPOSITORY + "\"}}}");
    config = config.withLabels(labels.apply(all)).withEnv(Map.of("CNB_PLATFORM_API", "0.14", "PATH", "/cnb/process:/bin")).withEntrypoint(List.of("/cnb/process/web"));
    return new Image(new Manifest(new Descriptor(MediaTypes.CONFIG, Digest.sha256(config.toBytes()), config.toBytes().length), descriptors), config);
  }

  private static RunImage run(String name, UnaryOperator<ImageConfig> change, String... layers) {
    Image image = image(Map.of(), layers);
    return new RunImage(name, name + "@" + diff(String.join("", layers)), new Image(image.manifest(), change.apply(image.config())));
  }

  private static Image image(Map<String, String> labels, String... layers) {
    ImageConfig config = ImageConfig.empty("amd64", "linux").withLabels(labels);
    List<Descriptor> descriptors = new ArrayList<>();
    for (String layer : layers) {
      config = config.withLayer(diff(layer), layer);
      descriptors.add(descriptor(layer));
    }
    return new Image(new Manifest(new Descriptor(MediaTypes.CONFIG, Digest.sha256(config.toBytes()), config.toBytes().length), descriptors), config);
  }

  private static Descriptor descriptor(String layer) {
    return new Descriptor(MediaTypes.LAYER_GZIP, Digest.sha256(("gz" + layer).getBytes(StandardCharsets.UTF_8)), layer.length());
  }

  private static Digest diff(String layer) {
    return Digest.sha256(layer.getBytes(StandardCharsets.UTF_8));
  }
}
