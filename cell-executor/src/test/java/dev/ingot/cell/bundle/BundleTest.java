package dev.ingot.cell.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class BundleTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden/bundle/config.json");

  @Test
  void config_isAsTheGoldenFile() throws IOException {
    String config = new String(Bundle.config(spec(64 << 20)), StandardCharsets.UTF_8);
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(GOLDEN, config);
    }
    assertThat(config).isEqualTo(Files.readString(GOLDEN));
  }

  @Test
  void sameInput_givesTheSameBytes() {
    assertThat(Bundle.config(spec(1 << 20))).isEqualTo(Bundle.config(spec(1 << 20)));
  }

  @Test
  void noMemoryLimit_writesNone() {
    assertThat(new String(Bundle.config(spec(0)), StandardCharsets.UTF_8)).doesNotContain("\"memory\"");
  }

  private static BundleSpec spec(long memory) {
    return new BundleSpec(Path.of("/r"), List.of("/app", "-v"), List.of("A=1", "B=2"), "/home/vcap/app", "guid", Path.of("/run/netns/ingot-7"),
        "/ingot/guid", memory, CpuShares.of(memory), 2048, List.of(new BundleSpec.Bind(Path.of("/s/hosts"), "/etc/hosts", true)));
  }
}
