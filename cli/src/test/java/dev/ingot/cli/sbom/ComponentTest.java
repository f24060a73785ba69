package dev.ingot.cli.sbom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.cli.Failure;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ComponentTest {
  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }


  @Test
  void componentsAreReadWithEcosystemAndLicence_alsoThoseInside() {
    assertThat(Component.of(bytes("""
        {"bomFormat":"CycloneDX","components":[
          {"type":"library","name":"express","version":"5.0.0","purl":"pkg:npm/express@5.0.0","licenses":[{"license":{"id":"MIT"}}]},
          {"type":"library","group":"org.x","name":"y","version":"1","purl":"pkg:maven/org.x/y@1","licenses":[{"expression":"MIT OR Apache-2.0"}],
           "components":[{"type":"file","name":"inside"}]},
          {"type":"library","name":"libc6","version":"2","purl":"pkg:deb/debian/libc6@2","licenses":[{"license":{"name":"GPL"}},{"license":{}}]}]}"""))).containsExactly(
        new Component("libc6", "2", "deb", "GPL, ?"), new Component("inside", "", "file", ""), new Component("org.x/y", "1", "maven", "MIT OR Apache-2.0"),
        new Component("express", "5.0.0", "npm", "MIT"));
  }

  @Test
  void otherDocuments_areRefused() {
    for (String other : new String[] {"not json", "[]", "{\"spdxVersion\":\"SPDX-2.3\"}", ""}) {
      assertThatThrownBy(() -> Component.of(bytes(other))).as(other).isInstanceOf(Failure.class).hasMessageContaining("bill of materials");
    }
  }
}
