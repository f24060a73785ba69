package dev.ingot.oci.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.oci.image.Digest;
import dev.ingot.oci.image.MediaTypes;
import dev.ingot.oci.layer.LayerException;
import dev.ingot.oci.layer.LayerTarWriter;
import dev.ingot.oci.layer.Owner;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class DocumentsTest {
  private static final String STATUS = "Package: libc6\nStatus: install ok installed\nArchitecture: amd64\nVersion: 2.41-7\n\nPackage: gone\nStatus: deinstall ok config-files\nArchitecture: all\nVersion: 1\n";

  @Test
  void packagesOfALayer_areThoseThatAreInstalled() throws IOException {
    var layer = new ByteArrayOutputStream();
    try (var tar = LayerTarWriter.gzip(layer)) {
      tar.file("/etc/hostname", 0644, Owner.ROOT, new byte[] {'x'});
      tar.file("/" + DebianPackage.FILE, 0644, Owner.ROOT, STATUS.getBytes(StandardCharsets.UTF_8));
      tar.finish();
    }
    assertThat(DebianPackage.of(new ByteArrayInputStream(layer.toByteArray()), MediaTypes.LAYER_GZIP)).containsExactly(new DebianPackage("libc6", "2.41-7", "amd64"));
    assertThatThrownBy(() -> DebianPackage.of(new ByteArrayInputStream("fresh".getBytes(StandardCharsets.UTF_8)), MediaTypes.LAYER_GZIP)).isInstanceOf(LayerException.class);
  }

  @Test
  void billOfMaterials_isReadAsItWasWritten_andOthersAreNot() {
    var components = List.of(Component.npm("@a/b", "1.0", "package-lock.json"), new DebianPackage("libc6", "2.41-7", "amd64").component());
    assertThat(CycloneDx.read(CycloneDx.document("apps/x", "sha256:1", components, "too many"))).hasValue(new CycloneDx.Contents(components, "too many"));
    assertThat(CycloneDx.read(CycloneDx.document("apps/x", "sha256:1", components, "")).orElseThrow().incomplete()).isEmpty();
    assertThat(CycloneDx.read("{\"bomFormat\":\"CycloneDX\",\"metadata\":{\"tools\":{\"components\":[{\"name\":\"syft\"}]}},\"components\":[]}".getBytes(StandardCharsets.UTF_8))).isEmpty();
    assertThat(CycloneDx.read("{}".getBytes(StandardCharsets.UTF_8))).isEmpty();
  }

  @Test
  void provenance_leavesOutWhatIsNoDigest() {
    var provenance = new SlsaProvenance("apps/x", Digest.sha256(new byte[] {1}), "https://example.com/build");
    provenance.dependency("known", Digest.sha256(new byte[] {2}).value());
    provenance.dependency("unknown", "");
    String text = new String(provenance.bytes("https://example.com/builder", "one", Instant.EPOCH, Instant.EPOCH), StandardCharsets.UTF_8);
    assertThat(text).contains("\"known\"", "\"invocationId\":\"one\"", "\"startedOn\":\"1970-01-01T00:00:00Z\"").doesNotContain("unknown");
  }
}
