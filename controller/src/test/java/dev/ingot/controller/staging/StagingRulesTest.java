package dev.ingot.controller.staging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.controller.staging.Staged.ImageRef;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StagingRulesTest {
  private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");

  private static Staged build(@Nullable ImageRef image, @Nullable String asked, @Nullable String digest, @Nullable Instant placed) {
    return new Staged("b", "app", "web", 1024, 4096, List.of(), "pkg", digest, asked, image == null ? null : "debian", image, image, null, null,
        placed == null ? null : "cell-1", placed, placed, T0, null, false);
  }

  private static final ImageRef IMAGE = new ImageRef("stacks/debian/build", "sha256:1");

  @Test
  void noStack_failsAndSaysWhatToDo() {
    assertThat(StagingRules.hopeless(build(null, null, "sha256:2", null), T0)).get().satisfies(f -> {
      assertThat(f.getReason()).isEqualTo("no stack has images yet");
      assertThat(f.getRemedy()).contains("ingot up");
    });
    assertThat(StagingRules.hopeless(build(null, "cflinuxfs9", "sha256:2", null), T0).orElseThrow().getReason()).contains("cflinuxfs9");
  }

  @Test
  void timeLimit_endsABuildOnlyAfterTheCellHadItsChance() {
    Staged build = build(IMAGE, null, "sha256:2", T0);
    assertThat(StagingRules.hopeless(build, T0.plus(StagingRules.TIME_LIMIT))).isEmpty();
    assertThat(StagingRules.hopeless(build, T0.plus(Duration.ofMinutes(16))).orElseThrow().getCode()).isEqualTo("StagingTimeExpired");
  }

  @Test
  void buildWithoutRoom_waits_unlessThereNeverWillBeRoom() {
    Staged build = build(IMAGE, null, "sha256:2", null);
    assertThat(StagingRules.unplaceable(build, "insufficient resources: memory", false, T0.plusSeconds(60))).isEmpty();
    assertThat(StagingRules.unplaceable(build, "insufficient resources: memory", true, T0).orElseThrow().getCode()).isEqualTo("InsufficientResources");
    assertThat(StagingRules.unplaceable(build, "x", false, T0.plus(Duration.ofMinutes(16)))).isPresent();
  }

  @Test
  void packageWithoutBits_fails() {
    assertThat(StagingRules.hopeless(build(IMAGE, null, null, null), T0).orElseThrow().getReason()).contains("pkg");
  }
}
