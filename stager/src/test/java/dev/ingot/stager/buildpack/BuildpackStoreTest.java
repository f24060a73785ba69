package dev.ingot.stager.buildpack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.api.cell.v1.StageBuildpack;
import dev.ingot.stager.files.StageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildpackStoreTest {
  @TempDir Path dir;

  @Test
  void partsOfAComposite_areFoundByVersion_andOneThatIsMissingSaysWhoWantsIt() throws IOException, StageException {
    write("my/composite", "1.0.0", "0.10", "[[order]]\n[[order.group]]\nid = \"my/simple\"\nversion = \"1.0.0\"\noptional = true\n[[order.group]]\nid = \"my/gone\"\nversion = \"2\"\n");
    component("my/simple", "1.0.0", "0.10", "");
    component("my/simple", "2.0.0", "0.10", "");
    var store = BuildpackStore.load(dir);
    var parts = store.parts(store.find("my/composite"));
    assertThat(parts).hasSize(1);
    assertThat(parts.getFirst()).extracting(m -> m.buildpack().ref()).containsExactly("my/simple@1.0.0", "my/gone@2");
    assertThat(parts.getFirst()).extracting(Member::optional).containsExactly(true, false);
    assertThat(parts.getFirst().get(1).buildpack().problem()).contains("my/composite@1.0.0 names it");
  }

  @Test
  void toldBuildpack_bringsTheOptionalOnesOfItsDefaultGroup_thatAreInTheListToo() throws IOException, StageException {
    for (String id : List.of("my/node", "my/web", "my/gone", "ingot/procfile")) {
      component(id, "1.0.0", "0.10", "");
    }
    Files.writeString(dir.resolve("order.toml"), """
        [[order]]
        group = [{id = "my/node", version = "1.0.0"}, {id = "my/web", version = "1.0.0", optional = true}, {id = "my/gone", version = "1.0.0", optional = true}]
        """);
    var told = java.util.stream.Stream.of("my/node", "my/web", "ingot/procfile").map(id -> StageBuildpack.newBuilder().setId(id).build()).toList();
    var groups = new ToldOrder(told, java.util.Map.of()).groups(BuildpackStore.load(dir), false);
    assertThat(groups).extracting(group -> group.stream().map(m -> m.buildpack().id() + (m.optional() ? "?" : "")).toList())
        .containsExactly(List.of("my/node", "my/web?", "ingot/procfile?"), List.of("my/web", "ingot/procfile?"));
  }

  @Test
  void newestVersion_isByNumber() throws IOException, StageException {
    component("my/simple", "1.9.0", "0.10", "");
    component("my/simple", "1.10.0", "0.10", "");
    var store = BuildpackStore.load(dir);
    assertThat(store.find("my/simple").version()).isEqualTo("1.10.0");
    assertThat(store.find("my/simple@1.9.0").version()).isEqualTo("1.9.0");
  }

  @Test
  void releaseAndItsCandidates_areDifferentVersions() throws IOException, StageException {
    for (String version : List.of("1.0.0", "1.0.0-rc2", "1.0.0-rc10", "1.0.0-beta", "0.9.0")) {
      component("my/simple", version, "0.10", "");
    }
    var store = BuildpackStore.load(dir);
    assertThat(store.find("my/simple").version()).isEqualTo("1.0.0");
    for (String version : List.of("1.0.0", "1.0.0-rc2", "1.0.0-rc10", "1.0.0-beta")) {
      assertThat(store.find("my/simple@" + version).version()).isEqualTo(version);
    }
  }

  @Test
  void unknownBuildpack_namesWhatIsThere() throws IOException {
    component("my/simple", "1.0.0", "0.10", "");
    assertThatThrownBy(() -> BuildpackStore.load(dir).find("my/other")).hasMessageContaining("'my/other'").hasMessageContaining("my/simple");
  }

  @Test
  void brokenBuildpack_harmsNobodyWhoDoesNotAskForIt() throws IOException, StageException {
    component("my/simple", "1.0.0", "0.10", "");
    component("my/old", "1.0.0", "0.2", "");
    write("my/torn", "1.0.0", "0.10\"\nx = [", "");
    var store = BuildpackStore.load(dir);
    assertThat(store.find("my/simple").ref()).isEqualTo("my/simple@1.0.0");
    assertThatThrownBy(() -> store.find("my/old")).hasMessageContaining("my/old").hasMessageContaining("'0.2'").hasMessageContaining("0.7 to 0.12");
    assertThatThrownBy(() -> store.find("my/torn")).hasMessageContaining("not valid TOML");
  }

  @Test
  void defaultOrder_isThatOfOrderToml_andExtensionsStandApart() throws IOException, StageException {
    component("my/a", "1.0.0", "0.10", "");
    Path extension = Files.createDirectories(dir.resolve("my_x/1.0.0"));
    Files.writeString(extension.resolve("extension.toml"), "api = \"0.10\"\n[extension]\nid = \"my/x\"\nversion = \"1.0.0\"\n");
    Files.writeString(dir.resolve("order.toml"), "[[order]]\n[[order.group]]\nid = \"my/a\"\n[[order-extensions]]\n[[order-extensions.group]]\nid = \"my/x\"\nversion = \"1.0.0\"\n");
    var store = BuildpackStore.load(dir);
    assertThat(store.order(List.of())).singleElement().satisfies(group -> assertThat(group).extracting(m -> m.buildpack().ref()).containsExactly("my/a@1.0.0"));
    assertThat(store.extensions()).singleElement().satisfies(group -> assertThat(group.getFirst().buildpack().extension()).isTrue());
    Files.delete(dir.resolve("order.toml"));
    assertThat(BuildpackStore.load(dir).order(List.of())).as("without an order each buildpack is a group, extensions are none").hasSize(1);
  }

  @Test
  void systemBuildpacks_standAroundEveryGroup_thatDoesNotHaveThem() throws IOException, StageException {
    for (String id : List.of("a", "b", "first", "last")) {
      component(id, "1.0.0", "0.10", "");
    }
    var store = BuildpackStore.load(dir);
    var groups = List.of(List.of(new Member(store.find("a"), false)), List.of(new Member(store.find("b"), false), new Member(store.find("first"), true)));
    assertThat(store.withSystem(groups)).isEqualTo(groups);
    Files.writeString(dir.resolve("system.toml"), "[[system.pre.buildpacks]]\nid = \"first\"\n[[system.post.buildpacks]]\nid = \"last\"\nversion = \"1.0.0\"\noptional = true\n");
    assertThat(store.withSystem(groups)).extracting(group -> String.join(" ", group.stream().map(m -> m.buildpack().id() + (m.optional() ? "?" : "")).toList()))
        .containsExactly("first a last?", "b first? last?");
  }

  private void component(String id, String version, String api, String more) throws IOException {
    Files.createFile(Files.createDirectories(write(id, version, api, more).resolve("bin")).resolve("build"));
  }

  private Path write(String id, String version, String api, String more) throws IOException {
    Path home = Files.createDirectories(dir.resolve(id.replace('/', '_')).resolve(version));
    Files.writeString(home.resolve("buildpack.toml"), "api = \"%s\"\n[buildpack]\nid = \"%s\"\nversion = \"%s\"\n%s".formatted(api, id, version, more));
    return home;
  }
}
