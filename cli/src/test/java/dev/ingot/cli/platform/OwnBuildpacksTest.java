package dev.ingot.cli.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class OwnBuildpacksTest {
  @Test
  void ourOrder_isReadWhole_theProcfileLast() throws IOException {
    String order = Files.readString(Path.of("../buildpacks/order.toml")).replace("@project.version@", "1.2");
    assertThat(OwnBuildpacks.read(order)).extracting(e -> e.get("id") + "@" + e.get("version"))
        .containsExactly("ingot/java@1.2", "ingot/ruby@1.2", "ingot/php@1.2", "ingot/nodejs@1.2", "ingot/go@1.2", "ingot/python@1.2", "ingot/rust@1.2", "ingot/nginx@1.2", "ingot/static@1.2",
            "ingot/apt@1.2", "ingot/binary@1.2", "ingot/procfile@1.2");
  }
}
