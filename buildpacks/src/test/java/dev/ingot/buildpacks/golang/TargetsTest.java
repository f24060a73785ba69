package dev.ingot.buildpacks.golang;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.buildpacks.kit.BuildContext;
import dev.ingot.buildpacks.kit.BuildFailure;
import dev.ingot.buildpacks.kit.Log;
import dev.ingot.buildpacks.kit.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TargetsTest {
  @Test
  void rootThenTheModulesOwnName_comeFirst() {
    assertThat(Targets.of(context(Map.of()), List.of("cmd/admin", "cmd/shop", "cmd/worker"), "example.com/shop/v2")).containsExactly("cmd/shop", "cmd/admin", "cmd/worker");
    assertThat(Targets.of(context(Map.of()), List.of("cmd/server", ".", "cmd/web"), "example.com/shop")).containsExactly(".", "cmd/web", "cmd/server");
  }

  @Test
  void namedOnes_areTakenInTheirOrder_andUnknownOnesRefused() {
    assertThat(Targets.of(context(Map.of("BP_GO_TARGETS", "./cmd/worker/:cmd/web")), List.of("cmd/web", "cmd/worker"), "x")).containsExactly("cmd/worker", "cmd/web");
    assertThatThrownBy(() -> Targets.of(context(Map.of("BP_GO_TARGETS", "../../etc")), List.of("cmd/web"), "x")).isInstanceOf(BuildFailure.class).hasMessageContaining("cmd/web");
    assertThatThrownBy(() -> Targets.of(context(Map.of()), List.of(), "x")).isInstanceOf(BuildFailure.class).hasMessageContaining("no package main");
  }

  private static BuildContext context(Map<String, String> env) {
    return new BuildContext(Path.of("/app"), Path.of("/layers"), Path.of("/buildpack"), new Settings(env), new Log(System.out));
  }
}
