package dev.ingot.stager.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.stager.buildpack.Buildpack;
import dev.ingot.stager.buildpack.Descriptor;
import dev.ingot.stager.buildpack.Member;
import dev.ingot.stager.files.StageException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rule by rule of buildpacks-and-images.md §1.5. Groups are written `a b?`; `?` = optional, upper case = a composite, `x=env` = only for that execution environment. */
class OrdersTest {
  private final Map<String, List<List<Member>>> composites = new HashMap<>();

  @Test
  void groupsAreTriedInOrder_andTheFirstTakenWins() throws Exception {
    assertThat(tried("a b", "c")).containsExactly("a b", "c");
    assertThat(takenAt("c", "a b", "c", "d")).containsExactly("a b", "c");
  }

  @Test
  void composite_isExpandedInPlace_depthFirst() throws Exception {
    composite("P", "x y", "z");
    assertThat(tried("a P b")).containsExactly("a x y b", "a z b");
    composite("Q", "P q", "r");
    assertThat(tried("Q end")).containsExactly("x y q end", "z q end", "r end");
    assertThat(tried("P Q")).as("the first varies slowest").containsExactly("x y q", "x y z q", "x y r", "z x y q", "z q", "z r");
  }

  @Test
  void optionalComposite_isLeftOutLast() throws Exception {
    composite("P", "x", "y");
    assertThat(tried("a P? b")).containsExactly("a x b", "a y b", "a b");
  }

  @Test
  void elementThatHasRun_isSkipped() throws Exception {
    composite("P", "a x");
    assertThat(tried("a a", "a P a x")).containsExactly("a", "a x");
    assertThat(tried("a a?")).as("the first mention counts").containsExactly("a");
  }

  @Test
  void extensions_standInFrontOfEveryGroup_andAreOptional() throws Exception {
    var seen = new ArrayList<String>();
    orders("production").first(order("a", "b"), List.of(List.of(extension("e"), extension("a"))), group -> none(seen, group));
    assertThat(seen).as("an extension may be called like a buildpack").containsExactly("+e? +a? a", "a", "+e? +a? b", "b");
  }

  @Test
  void elementsForOtherExecutionEnvironments_areDropped() throws Exception {
    composite("P", "x=test y");
    assertThat(tried("a=test b=* c=production P")).containsExactly("b c y");
    var seen = new ArrayList<String>();
    orders("test").first(order("a=test b=* c=production P"), List.of(), group -> none(seen, group));
    assertThat(seen).containsExactly("a b x y");
  }

  @Test
  void circle_isRefusedWithItsWay_andDoesNotHang() throws Exception {
    composite("P", "x Q");
    composite("Q", "y", "R");
    composite("R", "P");
    var orders = orders("production");
    assertThat(orders.problem(member("P").buildpack())).isEqualTo("composite buildpacks refer to each other in a circle: P@1 → Q@1 → R@1 → P@1");
    var seen = new ArrayList<String>();
    orders.first(order("P a", "b"), List.of(), group -> none(seen, group));
    assertThat(seen).as("it stands there as an element with a problem").containsExactly("P a", "b");
    assertThat(orders.components(order("P", "b"))).extracting(Buildpack::id).containsExactly("b");
    composite("S", "S");
    assertThat(orders("production").problem(member("S").buildpack())).contains("S@1 → S@1");
  }

  @Test
  void compositesThatMultiply_endInAnError() {
    for (int i = 0; i < 20; i++) {
      composite("C" + i, "a" + i, "b" + i);
    }
    String all = String.join(" ", Stream.iterate(0, i -> i + 1).limit(20).map(i -> "C" + i).toList());
    assertThatThrownBy(() -> tried(all)).isInstanceOf(StageException.class).hasMessageContaining("more than 10000 groups");
  }

  @Test
  void compositesInsideEachOther_endAtALevel() throws Exception {
    for (int i = 0; i < 60; i++) {
      composite("C" + i, i == 59 ? "a" : "C" + (i + 1));
    }
    assertThat(orders("production").problem(member("C0").buildpack())).contains("deeper than 50");
  }

  @Test
  void componentsOfAnOrder_areListedOnce_inTheOrderTheyAreNeeded() {
    composite("P", "x a", "y");
    assertThat(orders("production").components(order("a P b", "P c"))).extracting(Buildpack::id).containsExactly("a", "x", "y", "b", "c");
  }

  private List<String> tried(String... groups) throws StageException, IOException, InterruptedException {
    return takenAt("-", groups);
  }

  private List<String> takenAt(String taken, String... groups) throws StageException, IOException, InterruptedException {
    var seen = new ArrayList<String>();
    var found = orders("production").first(order(groups), List.of(), group -> {
      seen.add(shown(group));
      return shown(group).equals(taken) ? Optional.of(taken) : Optional.empty();
    });
    assertThat(found).isEqualTo(taken.equals("-") ? Optional.empty() : Optional.of(taken));
    return seen;
  }

  private static Optional<String> none(List<String> seen, List<Member> group) {
    seen.add(shown(group));
    return Optional.empty();
  }

  private static String shown(List<Member> group) {
    return String.join(" ", group.stream().map(m -> (m.buildpack().extension() ? "+" : "") + m.buildpack().id() + (m.optional() ? "?" : "")).toList());
  }

  private Orders orders(String execEnv) {
    return new Orders(buildpack -> composites.getOrDefault(buildpack.id(), List.of()), execEnv);
  }

  private void composite(String id, String... groups) {
    composites.put(id, List.of());
    composites.put(id, order(groups));
  }

  private List<List<Member>> order(String... groups) {
    return Stream.of(groups).map(group -> Stream.of(group.split(" ")).map(this::member).toList()).toList();
  }

  private Member member(String text) {
    boolean optional = text.endsWith("?");
    String[] parts = (optional ? text.substring(0, text.length() - 1) : text).split("=");
    var execEnv = parts.length > 1 ? List.of(parts[1]) : List.<String>of();
    return new Member(buildpack(parts[0], false), optional, execEnv);
  }

  private static Member extension(String id) {
    return new Member(buildpack(id, true), false);
  }

  private static Buildpack buildpack(String id, boolean extension) {
    boolean composite = Character.isUpperCase(id.charAt(0));
    var order = composite ? List.of(List.of(new Descriptor.Element("x", "1", false, List.of()))) : List.<List<Descriptor.Element>>of();
    return new Buildpack(new Descriptor(extension, id, "1", "", "", 12, false, List.of(), List.of(), List.of(), order), Path.of("/"), (extension ? "/e/" : "/b/") + id);
  }
}
