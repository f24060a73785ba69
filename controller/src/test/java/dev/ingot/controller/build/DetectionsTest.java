package dev.ingot.controller.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.api.build.Detection;
import dev.ingot.api.cell.v1.DetectOutcome;
import dev.ingot.api.cell.v1.DetectVerdict;
import dev.ingot.api.cell.v1.DetectedBuildpack;
import dev.ingot.api.cell.v1.DetectedGroup;
import dev.ingot.api.cell.v1.PlanEntry;
import dev.ingot.api.cell.v1.PlanOption;
import dev.ingot.api.cell.v1.PlanRequire;
import dev.ingot.api.cell.v1.StagedBuildpack;
import java.util.List;
import org.junit.jupiter.api.Test;

class DetectionsTest {
  @Test
  void everythingIsTaken() {
    Detection detection = Detections.of(DetectOutcome.newBuilder()
        .addTried(DetectedBuildpack.newBuilder().setId("a/no").setVersion("1").setName("No").setVerdict(DetectVerdict.FAILED).setWhy("no package.json").setExitCode(100)
            .setMillis(3).addOutput("looked around"))
        .addTried(DetectedBuildpack.newBuilder().setId("a/yes").setVersion("2").setVerdict(DetectVerdict.PASSED)
            .addOptions(PlanOption.newBuilder().addProvides("node").addRequires("node")))
        .addGroups(DetectedGroup.newBuilder().addBuildpacks("a/no@1").addBuildpacks("a/opt@1?").setWhy("a/no@1 did not pass"))
        .addGroups(DetectedGroup.newBuilder().addBuildpacks("a/yes@2"))
        .addGroup(StagedBuildpack.newBuilder().setId("a/yes").setVersion("2").setName("Yes"))
        .addPlan(PlanEntry.newBuilder().setName("node").addProviders("a/yes@2").addRequires(PlanRequire.newBuilder().setBuildpack("a/yes@2").setMetadata("{\"v\":1}")))
        .build());

    assertThat(detection.tried()).containsExactly(
        new Detection.Tried("a/no", "1", "No", "failed", "no package.json", 100, List.of("looked around"), 3, false, List.of()),
        new Detection.Tried("a/yes", "2", "", "passed", null, 0, List.of(), 0, false, List.of(new Detection.Option(List.of("node"), List.of("node")))));
    assertThat(detection.groups()).containsExactly(new Detection.Group(List.of("a/no@1", "a/opt@1?"), "a/no@1 did not pass"), new Detection.Group(List.of("a/yes@2"), null));
    assertThat(detection.group()).containsExactly(new Detection.Member("a/yes", "2", "Yes"));
    assertThat(detection.plan()).containsExactly(new Detection.Entry("node", List.of("a/yes@2"), List.of(new Detection.Require("a/yes@2", "{\"v\":1}"))));
  }

  @Test
  void detectThatDidNotEnd_hasNoExitCode_andAnUnknownVerdictIsAnError() {
    Detection detection = Detections.of(DetectOutcome.newBuilder().addTried(DetectedBuildpack.newBuilder().setVerdictValue(99).setExitCode(-1)).build());

    assertThat(detection.tried().getFirst().exitCode()).isNull();
    assertThat(detection.tried().getFirst().verdict()).isEqualTo("error");
  }

  @Test
  void whatIsTooMuchIsCut_andNulGoes() {
    DetectOutcome.Builder outcome = DetectOutcome.newBuilder();
    String much = "x".repeat(1 << 20);
    for (int i = 0; i < 1000; i++) {
      outcome.addTried(DetectedBuildpack.newBuilder().setId("a\0b").addOutput(much));
    }
    Detection detection = Detections.of(outcome.build());

    assertThat(detection.tried()).hasSize(200);
    assertThat(detection.tried().getFirst().id()).isEqualTo("ab");
    assertThat(detection.tried().getFirst().output().getFirst()).hasSize(2001).endsWith("x…");
  }
}
