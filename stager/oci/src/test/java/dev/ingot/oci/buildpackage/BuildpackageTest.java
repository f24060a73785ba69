package dev.ingot.oci.buildpackage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.oci.archive.ImageArchive;
import dev.ingot.oci.image.Descriptor;
import dev.ingot.oci.image.Digest;
import dev.ingot.oci.image.ImageConfig;
import dev.ingot.oci.image.ImageFormatException;
import dev.ingot.oci.image.Manifest;
import dev.ingot.oci.image.MediaTypes;
import dev.ingot.oci.image.OciJson;
import dev.ingot.oci.layer.Layer;
import dev.ingot.oci.layer.LayerException;
import dev.ingot.oci.layer.LayerTarWriter;
import dev.ingot.oci.layer.Owner;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BuildpackageTest {
  private static final String PACKAGE = "io.buildpacks.buildpackage.metadata";
  private static final String ORDER = "io.buildpacks.buildpack.order";

  @TempDir Path dir;
  private final List<byte[]> layers = new ArrayList<>();
  private final List<Layer> facts = new ArrayList<>();
  private int opened;

  interface Content {
    void write(LayerTarWriter tar) throws IOException;
  }

  @ParameterizedTest
  @CsvSource({"oci,false", "oci,true", "docker,false", "docker,true"})
  void buildpackage_ofEveryForm(String form, boolean gzip) throws IOException {
    layer(false, tar -> buildpack(tar, "acme_one", "1.0.0"));
    layer(true, tar -> buildpack(tar, "acme_all", "2.0.0"));
    var entry = unpack(form, gzip, Map.of(PACKAGE, "{\"id\":\"acme/all\",\"version\":\"2.0.0\"}"));
    assertThat(entry).isEqualTo(new Buildpackage.Entry("acme/all", "2.0.0"));
    assertThat(tree("acme_one/1.0.0/bin/build")).isExecutable().hasContent("build of acme_one");
    assertThat(tree(entry.directory()).resolve("buildpack.toml")).exists();
    assertThat(tree(Buildpackage.PAGE)).hasContent("id = \"acme/all\"\nversion = \"2.0.0\"\n");
  }

  @Test
  void flattenedImage_andWhatLiesElsewhere() throws IOException {
    layer(true, tar -> {
      tar.file("/etc/shadow", 0600, Owner.ROOT, "x".getBytes());
      buildpack(tar, "acme_one", "1.0.0");
      buildpack(tar, "acme_two", "1.0.0");
      tar.link("/cnb/lifecycle", "/etc", Owner.ROOT);
    });
    unpack("oci", false, Map.of(PACKAGE, "{\"id\":\"acme/two\",\"version\":\"1.0.0\"}"));
    assertThat(tree("acme_one/1.0.0/bin/detect")).exists();
    try (var files = Files.walk(dir.resolve("tree1"))) {
      assertThat(files.map(f -> f.getFileName().toString())).doesNotContain("shadow", "lifecycle");
    }
  }

  @Test
  void builder_becomesACompositeOfItsOrder() throws IOException {
    layer(true, tar -> buildpack(tar, "acme_one", "1.0.0"));
    var entry = unpack("oci", false, Map.of(ORDER, "[{\"group\":[{\"id\":\"acme/one\",\"version\":\"1.0.0\"},{\"id\":\"acme/two\",\"optional\":true}]},{\"group\":[{\"id\":\"acme/one\"}]}]"));
    assertThat(entry.id()).isEqualTo("ingot/builder");
    assertThat(tree(entry.directory()).resolve("buildpack.toml")).content().contains("""
        [[order]]

        [[order.group]]
        id = "acme/one"
        version = "1.0.0"

        [[order.group]]
        id = "acme/two"
        optional = true

        [[order]]

        [[order.group]]
        id = "acme/one"
        """);
  }

  @Test
  void setuidAndOddModes_becomePlain() throws IOException {
    layer(true, tar -> {
      buildpack(tar, "a", "1");
      tar.file("/cnb/buildpacks/a/1/su", 06777, Owner.ROOT, new byte[0]);
      tar.file("/cnb/buildpacks/a/1/secret", 0, new Owner(77, 77), new byte[0]);
    });
    unpack("oci", false, Map.of(PACKAGE, "{\"id\":\"a\",\"version\":\"1\"}"));
    assertThat(Files.getAttribute(tree("a/1/su"), "unix:mode")).isEqualTo(0100755);
    assertThat(Files.getAttribute(tree("a/1/secret"), "unix:mode")).isEqualTo(0100644);
  }

  @Test
  void hostileLayers_areRefused_andLeaveNothing() throws IOException {
    refused("climbs", tar -> tar.file("/cnb/buildpacks/../../../../evil", 0644, Owner.ROOT, new byte[0]));
    refused("out of the image", tar -> {
      tar.link("/cnb/buildpacks/a", "../../../..", Owner.ROOT);
      tar.file("/cnb/buildpacks/a/evil", 0644, Owner.ROOT, new byte[0]);
    });
    refused("removes", tar -> tar.file("/cnb/buildpacks/a/.wh.b", 0644, Owner.ROOT, new byte[0]));
    refused("no directory /cnb/buildpacks", tar -> tar.file("/x", 0644, Owner.ROOT, new byte[0]));
    refused("begins with", tar -> buildpack(tar, "a", "2"));
    refused("begins with", tar -> {
      tar.directory("/cnb/buildpacks/a/1", 0755, Owner.ROOT);
      tar.link("/cnb/buildpacks/a/1/buildpack.toml", "/etc/passwd", Owner.ROOT);
    });
    assertThat(dir.getParent().resolve("evil")).doesNotExist();
  }

  private void refused(String why, Content content) throws IOException {
    layers.clear();
    facts.clear();
    layer(true, content);
    assertThatThrownBy(() -> unpack("oci", false, Map.of(PACKAGE, "{\"id\":\"a\",\"version\":\"1\"}"))).as(why)
        .isInstanceOfAny(LayerException.class, ImageFormatException.class).hasMessageContaining(why);
    assertThat(dir.resolve("tree" + opened)).doesNotExist();
    try (var left = Files.list(dir)) {
      assertThat(left.map(f -> f.getFileName().toString())).noneMatch(name -> name.startsWith(".unpacking"));
    }
  }

  @Test
  void labelsThatCannotBe() throws IOException {
    layer(true, tar -> buildpack(tar, "a", "1"));
    for (String label : List.of("{\"id\":\"../a\",\"version\":\"1\"}", "{\"id\":\"a\",\"version\":\"../1\"}", "{}", "no json", "{\"id\":\"a\\\"\\n[x]\",\"version\":\"1\"}")) {
      assertThatThrownBy(() -> unpack("oci", false, Map.of(PACKAGE, label))).as(label).isInstanceOf(ImageFormatException.class);
    }
    assertThatThrownBy(() -> unpack("oci", false, Map.of())).hasMessageContaining("neither the label");
    assertThatThrownBy(() -> unpack("oci", false, Map.of(ORDER, "[{\"group\":[{\"id\":\"a\\\"\\nevil=\",\"version\":\"1\"}]}]"))).hasMessageContaining("cannot be");
  }

  @Test
  void layerThatIsNotWhatTheManifestSays_isRefused() throws IOException {
    layer(true, tar -> buildpack(tar, "a", "1"));
    byte[] changed = layers.getFirst().clone();
    changed[changed.length / 2] ^= 1;
    layers.set(0, changed);
    assertThatThrownBy(() -> unpack("oci", false, Map.of(PACKAGE, "{\"id\":\"a\",\"version\":\"1\"}"))).isInstanceOf(LayerException.class);
  }

  @Test
  void archivesThatAreNone() throws IOException {
    Path text = Files.writeString(dir.resolve("text"), "hello");
    assertThatThrownBy(() -> ImageArchive.open(text, scratch(), 1 << 20)).isInstanceOf(LayerException.class);
    Path gz = dir.resolve("gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(gz))) {
      out.write(new byte[3 << 20]);
    }
    assertThatThrownBy(() -> ImageArchive.open(gz, scratch(), 1 << 20)).isInstanceOf(ImageFormatException.class).hasMessageContaining("neither index.json");
    Path empty = archive(Map.of("x", new byte[0]), false);
    assertThatThrownBy(() -> ImageArchive.open(empty, scratch(), 1 << 20)).hasMessageContaining("neither index.json");
    Path large = archive(Map.of("index.json", new byte[2 << 20]), true);
    assertThatThrownBy(() -> ImageArchive.open(large, scratch(), 1 << 20)).isInstanceOf(LayerException.class).hasMessageContaining("larger");
    Path lacking = archive(Map.of("index.json", ("{\"manifests\":[{\"mediaType\":\"" + MediaTypes.MANIFEST + "\",\"digest\":\"sha256:" + "0".repeat(64) + "\",\"size\":1}]}").getBytes()), false);
    assertThatThrownBy(() -> ImageArchive.open(lacking, scratch(), 1 << 20)).hasMessageContaining("lacks the file blobs/sha256/000");
    Path docker = archive(Map.of("manifest.json", "[{\"Config\":\"../../etc/passwd\",\"Layers\":[]}]".getBytes()), false);
    assertThatThrownBy(() -> ImageArchive.open(docker, scratch(), 1 << 20)).hasMessageContaining("lacks the file");
  }

  private Buildpackage.Entry unpack(String form, boolean gzip, Map<String, String> labels) throws IOException {
    opened++;
    var config = ImageConfig.empty(ImageConfig.hostArchitecture(), "linux").withLabels(labels);
    for (Layer layer : facts) {
      config = config.withLayer(layer.diffId(), "x");
    }
    var files = new LinkedHashMap<String, byte[]>();
    byte[] bytes = config.toBytes();
    if (form.equals("oci")) {
      Digest digest = Digest.sha256(bytes);
      for (int i = 0; i < layers.size(); i++) {
        files.put(blob(facts.get(i).descriptor().digest()), layers.get(i));
      }
      files.put(blob(digest), bytes);
      byte[] manifest = new Manifest(new Descriptor(MediaTypes.CONFIG, digest, bytes.length), facts.stream().map(Layer::descriptor).toList()).toBytes();
      files.put(blob(Digest.sha256(manifest)), manifest);
      var index = OciJson.object();
      index.put("schemaVersion", 2).putArray("manifests").add(new Descriptor(MediaTypes.MANIFEST, Digest.sha256(manifest), manifest.length).toJson());
      files.put("index.json", OciJson.bytes(index));
    } else {
      var image = OciJson.object().put("Config", "config.json");
      var list = image.putArray("Layers");
      for (int i = 0; i < layers.size(); i++) {
        files.put("l" + i + "/layer.tar", layers.get(i));
        list.add("l" + i + "/layer.tar");
      }
      files.put("config.json", bytes);
      files.put("manifest.json", ("[" + new String(OciJson.bytes(image)) + "]").getBytes());
    }
    return Buildpackage.unpack(ImageArchive.open(archive(files, gzip), scratch(), 1 << 30), dir.resolve("tree" + opened));
  }

  private static String blob(Digest digest) {
    return "blobs/sha256/" + digest.hex();
  }

  private Path scratch() throws IOException {
    return Files.createTempDirectory(dir, "scratch");
  }

  private Path archive(Map<String, byte[]> files, boolean gzip) throws IOException {
    Path archive = Files.createTempFile(dir, "image", ".tar");
    OutputStream out = Files.newOutputStream(archive);
    try (var tar = new TarArchiveOutputStream(gzip ? new GZIPOutputStream(out) : out)) {
      for (var file : files.entrySet()) {
        var entry = new TarArchiveEntry(file.getKey());
        entry.setSize(file.getValue().length);
        tar.putArchiveEntry(entry);
        tar.write(file.getValue());
        tar.closeArchiveEntry();
      }
    }
    return archive;
  }

  private void layer(boolean gzip, Content content) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var tar = gzip ? LayerTarWriter.gzip(bytes) : LayerTarWriter.plain(bytes)) {
      content.write(tar);
      facts.add(tar.finish());
    }
    layers.add(bytes.toByteArray());
  }

  private static void buildpack(LayerTarWriter tar, String directory, String version) throws IOException {
    String at = "/cnb/buildpacks/" + directory + "/" + version;
    tar.directory(at, 0755, Owner.ROOT);
    tar.file(at + "/buildpack.toml", 0644, Owner.ROOT, "api = \"0.10\"\n".getBytes());
    tar.file(at + "/bin/detect", 0755, Owner.ROOT, "x".getBytes());
    tar.file(at + "/bin/build", 0755, Owner.ROOT, ("build of " + directory).getBytes());
  }

  private Path tree(String name) {
    return dir.resolve("tree" + opened).resolve(name);
  }
}
