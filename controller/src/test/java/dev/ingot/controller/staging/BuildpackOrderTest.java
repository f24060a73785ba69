package dev.ingot.controller.staging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.api.cell.v1.StageBuildpack;
import dev.ingot.controller.staging.StagingBuildpacks.Row;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BuildpackOrderTest {
  private static final Row JAVA = new Row("java_buildpack", null, true, "system", null, "ingot/java", "0.1.0");
  private static final Row RUBY = new Row("ingot-ruby", null, true, "system", null, "ingot/ruby", "0.1.0");
  private static final Row OFF = new Row("off", null, false, "system", null, "ingot/off", "0.1.0");
  private static final Row MINE = new Row("mine", null, true, "cnb", "sha256:1", "acme/mine", "2.0");
  private static final Row OTHER_STACK = new Row("theirs", "cflinuxfs4", true, "cnb", "sha256:2", "acme/theirs", "1.0");
  private static final Row OLD = new Row("old", null, true, "classic", "sha256:3", null, null);
  private static final Row OLD_FOR_CF = new Row("old4", "cflinuxfs4", true, "classic", "sha256:4", null, null);
  private static final List<Row> ALL = List.of(MINE, JAVA, RUBY, OFF, OTHER_STACK, OLD, OLD_FOR_CF);
  private static final Map<String, String> ALIASES = Map.of("ruby_buildpack", "ingot/ruby", "https://github.com/cloudfoundry/ruby-buildpack", "ingot/ruby",
      "go_buildpack", "ingot/go", "https://github.com/cloudfoundry/go-buildpack", "ingot/go", "mine", "ingot/ruby");

  private static List<StageBuildpack> order(BuildStack stack, String... names) {
    return new BuildpackOrder(ALL, ALIASES, stack).of(List.of(names));
  }

  private static final BuildStack DEBIAN = new BuildStack("debian", "debian", List.of("cflinuxfs4", "cflinuxfs3"));
  private static final BuildStack NOT_SAID = new BuildStack(null, "debian", List.of("cflinuxfs4", "cflinuxfs3"));

  private static String problem(String name) {
    return order(DEBIAN, name).getFirst().getProblem();
  }

  @Test
  void nothingNamed_triesWhatIsEnabledAndFits_inItsOrder() {
    for (BuildStack stack : List.of(DEBIAN, NOT_SAID, new BuildStack("cflinuxfs4", "debian", DEBIAN.aliases()))) {
      assertThat(order(stack)).extracting(StageBuildpack::getName).containsExactly("mine", "java_buildpack", "ingot-ruby", "theirs", "old", "old4");
    }
    assertThat(order(new BuildStack("cflinuxfs3", "debian", DEBIAN.aliases()))).extracting(StageBuildpack::getName).doesNotContain("theirs", "old4");
  }

  @Test
  void named_byNameIdOrVersion() {
    List<StageBuildpack> order = order(DEBIAN, "java_buildpack", "ingot/java@0.1.0", "mine", "acme/mine@2.0");
    assertThat(order).extracting(StageBuildpack::getProblem).containsOnly("");
    assertThat(order).extracting(StageBuildpack::getNote).containsOnly("");
    assertThat(order).extracting(StageBuildpack::getVersion).containsExactly("", "0.1.0", "2.0", "2.0");
    assertThat(order.get(2).getPath()).isEqualTo("/internal/buildpacks/sha256:1/bits");
    assertThat(order.getFirst().getPath()).isEmpty();
  }

  @Test
  void imageOfARegistry_isNamedByItsReference() {
    List<StageBuildpack> order = order(DEBIAN, "docker://registry.example.com/acme/bp:1.0", "mine");
    assertThat(order.getFirst().getImage().getReference()).isEqualTo("registry.example.com/acme/bp:1.0");
    assertThat(order.getFirst().getProblem()).isEmpty();
    assertThat(order.get(1).hasImage()).isFalse();
  }

  @Test
  void classic_isToldTheStackItKnows() {
    assertThat(order(DEBIAN, "old").getFirst()).matches(one -> one.getClassic() && one.getDigest().equals("sha256:3"));
    for (BuildStack stack : List.of(DEBIAN, NOT_SAID)) {
      assertThat(order(stack, "old", "old4")).as("the stack's own name, which a build gets when the app says none, is none they know").extracting(StageBuildpack::getStack)
          .containsOnly("cflinuxfs4");
    }
    assertThat(order(new BuildStack("cflinuxfs3", "debian", DEBIAN.aliases()), "old").getFirst().getStack()).isEqualTo("cflinuxfs3");
    assertThat(order(new BuildStack(null, "debian", List.of()), "old").getFirst().getStack()).isEqualTo("debian");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ruby_buildpack", "https://github.com/cloudfoundry/ruby-buildpack", "https://github.com/cloudfoundry/ruby-buildpack.git",
      "https://github.com/CloudFoundry/Ruby-Buildpack.git#v1.10.0", "http://github.com/cloudfoundry/ruby-buildpack/", "git@github.com:cloudfoundry/ruby-buildpack.git",
      "https://me:secret@github.com/cloudfoundry/ruby-buildpack"})
  void wellKnownNamesAndAddresses_standForOurs_andTheLogSaysSo(String name) {
    StageBuildpack told = order(DEBIAN, name).getFirst();
    assertThat(told.getId()).isEqualTo("ingot/ruby");
    assertThat(told.getProblem() + told.getUrl()).isEmpty();
    assertThat(told.getNote()).contains("stands for ingot/ruby").doesNotContain("secret");
  }

  @Test
  void aNameOfABuildpack_isNoAlias() {
    assertThat(order(DEBIAN, "mine").getFirst().getId()).isEqualTo("acme/mine");
  }

  @Test
  void otherAddresses_areFetched() {
    StageBuildpack told = order(NOT_SAID, "https://me:secret@example.com/x.git#main").getFirst();
    assertThat(told.getUrl()).isEqualTo("https://me:secret@example.com/x.git#main");
    assertThat(told.getName()).isEqualTo("https://***@example.com/x.git#main");
    assertThat(told.getClassic()).isTrue();
    assertThat(told.getStack()).isEqualTo("cflinuxfs4");
    assertThat(order(DEBIAN, "https://github.com/cloudfoundry/go-buildpack#v1").getFirst().getUrl()).as("ours is not here").endsWith("#v1");
  }

  @Test
  void whatCannotBeUsed_saysWhy() {
    assertThat(problem("off")).contains("disabled");
    assertThat(order(new BuildStack("cflinuxfs3", "debian", DEBIAN.aliases()), "theirs").getFirst().getProblem()).contains("it is for the stack cflinuxfs4, this app is built on cflinuxfs3");
    assertThat(problem("file:///etc/x.git")).contains("by https, http, git or ssh");
    assertThat(problem("https://--upload-pack=x")).contains("only repositories by");
    assertThat(problem("ext::sh -c x")).contains("there is no buildpack");
    assertThat(problem("gone")).contains("there is no buildpack 'gone'");
    assertThat(problem("go_buildpack")).contains("it stands for 'ingot/go', which this platform does not have");
    assertThat(problem("acme/mine@3.0")).contains("its version is 2.0");
  }
}
