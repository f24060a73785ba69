package dev.ingot.stager.detect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.stager.buildpack.Buildpack;
import dev.ingot.stager.buildpack.Descriptor;
import dev.ingot.stager.buildpack.Member;
import dev.ingot.stager.plan.PlanResolver;
import dev.ingot.stager.plan.PlanResolver.Option;
import dev.ingot.stager.plan.PlanResolver.Require;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OutcomesTest {
  /** The stream to the controller takes 16 MiB at once and breaks beyond, which ends more than one build. */
  @Test
  void whateverBuildpacksWrite_theMessageIsOfASizeThatCanBeSent() {
    var outcomes = new Outcomes();
    var names = IntStream.range(0, 1000).mapToObj(i -> "x".repeat(990) + i).toList();
    var requires = names.stream().map(name -> new Require(name, Map.<String, Object>of("v", "y".repeat(100_000)))).toList();
    var group = new ArrayList<Member>();
    for (int i = 0; i < 200; i++) {
      Buildpack buildpack = buildpack("b" + i);
      group.add(new Member(buildpack, false));
      outcomes.tried(Detected.passed(buildpack, Collections.nCopies(500, new Option(names, requires)), Collections.nCopies(40, "z".repeat(30_000)), 1));
    }
    for (int i = 0; i < 1000; i++) {
      outcomes.group(group, "the build plans do not fit together: " + "w".repeat(100_000));
    }
    outcomes.group(group, "the last one");
    var entries = names.stream().map(name -> new PlanResolver.Entry<>(name, group.stream().map(Member::buildpack).toList(), requires,
        Collections.nCopies(requires.size(), group.getFirst().buildpack()))).toList();
    outcomes.taken(new PlanResolver.Resolution<>(group.stream().map(Member::buildpack).toList(), entries));
    var message = outcomes.message();
    assertThat(message.getSerializedSize()).isLessThan(5 << 20);
    assertThat(message.getTried(0).getOptions(0).getProvidesList()).isNotEmpty();
    assertThat(message.getGroupCount()).isEqualTo(200);
    assertThat(message.getGroupsList().getLast().getWhy()).isEqualTo("the last one");
  }

  private static Buildpack buildpack(String id) {
    return new Buildpack(Descriptor.component(id, "1.0.0", 10), Path.of("/" + id), "/cnb/buildpacks/" + id);
  }
}
