package dev.ingot.cell.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CellConfigTest {
  @TempDir Path dir;

  @Test
  void defaults_takeMostOfTheMachine() throws IOException {
    CellConfig config = read("");
    assertThat(config.memoryBytes()).isGreaterThan(100L << 20);
    assertThat(config.diskBytes()).isGreaterThan(1L << 20);
    assertThat(config.maxBuilds()).isEqualTo(1);
    assertThat(config.routerPort()).isZero();
    assertThat(config.subnet().gateway()).isEqualTo("10.132.1.1");
    assertThat(config.subnet().address(254)).isEqualTo("10.132.1.254");
    assertThat(config.subnet().lastHost()).isEqualTo(254);
  }

  @Test
  void allKeys_areRead() throws IOException {
    CellConfig config = read("memory = 1000\ndisk = 2000\njdk.home = /jdk\nrouter.port = 8080\nstaging.max = 3\n");
    assertThat(config.memoryBytes()).isEqualTo(1000);
    assertThat(config.diskBytes()).isEqualTo(2000);
    assertThat(config.jdkHome()).isEqualTo(Path.of("/jdk"));
    assertThat(config.routerPort()).isEqualTo(8080);
    assertThat(config.maxBuilds()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({"name.prefix, waytoolong", "name.prefix, A", "status.port, 0", "status.port, x", "subnet, 10.0.0.0/8", "subnet, 10.132.1.7/24",
      "subnet, 300.0.0.0/24", "controller.grpc, nowhere", "memory, -1", "cell.id, ''", "state.dir, relative", "state.dir, /a:b"})
  void badValue_isNamedWithItsKey(String key, String value) {
    assertThatThrownBy(() -> read(key + " = " + value + "\n")).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(key);
  }

  private CellConfig read(String more) throws IOException {
    Path file = dir.resolve("cell.properties");
    Files.writeString(file, """
        cell.id = cell-1
        controller.http = http://127.0.0.1:1
        controller.grpc = 127.0.0.1:2
        join.token.file = /token
        state.dir = %s
        status.port = 3
        subnet = 10.132.1.0/24
        name.prefix = ingot1
        buildpacks.dir = /buildpacks
        """.formatted(dir) + more);
    return CellConfig.read(file);
  }
}
