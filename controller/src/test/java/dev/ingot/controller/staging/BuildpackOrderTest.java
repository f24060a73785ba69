package dev.ingot.controller.staging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.api.cell.v1.StageBuildpack;
import dev.ingot.controller.staging.StagingBuildpacks.Row;
import java.util.List;
import org.junit.jupiter.api.Test;

class BuildpackOrderTest {
  private static final Row JAVA = new Row("java_buildpack", null, true, "system", null, "ingot/java", "0.1.0");
  private static final Row OFF = new Row("off", null, false, "system", null, "ingot/off", "0.1.0");
  private static final Row MINE = new Row("mine", null, true, "cnb", "sha256:1", "acme/mine", "2.0");
  private static final Row OTHER_STACK = new Row("theirs", "cflinuxfs4", true, "cnb", "sha256:2", "acme/theirs", "1.0");
  private static final Row OLD = new Row("old", null, true, "classic", "sha256:3", null, null);
  private static final List<Row> ALL = List.of(MINE, JAVA, OFF, OTHER_STACK, OLD);

  private static String problem(String name) {
    return BuildpackOrder.of(ALL, List.of(name), "debian").getFirst().getProblem();
  }

  @Test
  void nothingNamed_triesWhatIsEnabledAndFits_inItsOrder() {
    assertThat(BuildpackOrder.of(ALL, List.of(), "debian")).extracting(StageBuildpack::getName).containsExactly("mine", "java_buildpack");
    assertThat(BuildpackOrder.of(ALL, List.of(), "cflinuxfs4")).extracting(StageBuildpack::getName).containsExactly("mine", "java_buildpack", "theirs");
  }

  @Test
  void named_byNameIdOrVersion() {
    List<StageBuildpack> order = BuildpackOrder.of(ALL, List.of("java_buildpack", "ingot/java@0.1.0", "mine", "acme/mine@2.0"), "debian");
    assertThat(order).extracting(StageBuildpack::getProblem).containsOnly("");
    assertThat(order).extracting(StageBuildpack::getVersion).containsExactly("", "0.1.0", "2.0", "2.0");
    assertThat(order.get(2).getPath()).isEqualTo("/internal/buildpacks/sha256:1/bits");
    assertThat(order.getFirst().getPath()).isEmpty();
  }

  @Test
  void imageOfARegistry_isNamedByItsReference() {
    List<StageBuildpack> order = BuildpackOrder.of(ALL, List.of("docker://registry.example.com/acme/bp:1.0", "mine"), "debian");
    assertThat(order.getFirst().getImage().getReference()).isEqualTo("registry.example.com/acme/bp:1.0");
    assertThat(order.getFirst().getProblem()).isEmpty();
    assertThat(order.get(1).hasImage()).isFalse();
  }

  @Test
  void whatCannotBeUsed_saysWhy() {
    assertThat(problem("old")).contains("classic buildpacks are not run yet");
    assertThat(problem("off")).contains("disabled");
    assertThat(problem("theirs")).contains("cflinuxfs4");
    assertThat(problem("https://example.com/x.git")).contains("not fetched from an address");
    assertThat(problem("gone")).contains("there is no buildpack 'gone'");
    assertThat(problem("acme/mine@3.0")).contains("its version is 2.0");
  }
}
