package dev.ingot.stager.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.stager.files.StageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** `project.toml` in its three schemas: buildpacks-and-images.md §1.13. */
class ProjectDescriptorTest {
  @TempDir Path app;

  @Test
  void schemaTwo_isReadWhole() throws Exception {
    var project = read("""
        [_]
        schema-version = "0.2"
        id = "my-app"
        [io.buildpacks]
        builder = "acme/builder"
        exclude = ["*.md"]
        [[io.buildpacks.group]]
        id = "a/b"
        version = "1.2.3"
        [[io.buildpacks.group]]
        uri = "ci/mine"
        [[io.buildpacks.group]]
        id = "inline/one"
        [io.buildpacks.group.script]
        api = "0.10"
        inline = "echo hello"
        [[io.buildpacks.pre.group]]
        id = "first"
        [[io.buildpacks.post.group]]
        id = "last"
        [[io.buildpacks.build.env]]
        name = "A"
        value = "1"
        [[io.buildpacks.env.build]]
        name = "B"
        value = "2"
        """);
    assertThat(project.buildEnv()).containsExactly(Map.entry("A", "1"), Map.entry("B", "2"));
    assertThat(project.exclude()).containsExactly("*.md");
    assertThat(project.group()).extracting(w -> w.shown()).containsExactly("a/b@1.2.3", "ci/mine", "inline/one");
    assertThat(project.group().getLast().script()).isEqualTo(new ProjectDescriptor.Script("0.10", "echo hello", "/bin/sh"));
    assertThat(project.before()).extracting(w -> w.id()).containsExactly("first");
    assertThat(project.after()).extracting(w -> w.id()).containsExactly("last");
    assertThat(project.warnings()).singleElement().asString().contains("acme/builder");
  }

  @Test
  void schemaOne_isReadWithAWarningWhenItIsNotNamed() throws Exception {
    String text = """
        [project]
        id = "my-app"
        [build]
        include = ["src/"]
        [[build.buildpacks]]
        id = "a"
        [[build.env]]
        name = "A"
        value = "1"
        """;
    var project = read(text);
    assertThat(project.group()).extracting(w -> w.id()).containsExactly("a");
    assertThat(project.buildEnv()).containsEntry("A", "1");
    assertThat(project.include()).containsExactly("src/");
    assertThat(project.warnings()).containsExactly("project.toml names no schema-version, 0.1 is assumed");
    assertThat(read("[_]\nschema-version = \"0.1\"\n" + text).warnings()).isEmpty();
  }

  @Test
  void schemaThree_hasExecutionEnvironments() throws Exception {
    Files.writeString(app.resolve("project.toml"), """
        [_]
        schema-version = "0.3"
        [[io.buildpacks.group]]
        id = "a"
        exec-env = ["test"]
        [[io.buildpacks.build.env]]
        name = "A"
        value = "1"
        exec-env = ["test"]
        """);
    assertThat(ProjectDescriptor.read(app, "test").buildEnv()).containsEntry("A", "1");
    assertThat(ProjectDescriptor.read(app, "production").buildEnv()).isEmpty();
    assertThat(ProjectDescriptor.read(app, "production").group().getFirst().execEnv()).containsExactly("test");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "[_]~schema-version = '9.9' | schema-version '9.9'", "[io.buildpacks]~include = ['a']~exclude = ['b'] | both include and exclude",
      "[io.buildpacks]~exclude = 'a' | 'exclude' must be a list", "[[io.buildpacks.group]]~version = '1' | needs an id",
      "[[io.buildpacks.build.env]]~name = 'A'~value = 1 | both in quotes", "[[io.buildpacks.group]]~id = 'a'~[io.buildpacks.group.script]~api = '0.2'~inline = 'x' | Buildpack API '0.2'",
      "[[io.buildpacks.group]]~id = 'a'~[io.buildpacks.group.script]~api = '0.10' | no 'inline' script",
      "[[io.buildpacks.group]]~id = 'a'~[io.buildpacks.group.script]~api = '0.10'~inline = 'x'~shell = 'sh' | must be an absolute path", "a = | not valid TOML"})
  void mistake_isToldWithAllThatHelps(String text, String why) {
    assertThatThrownBy(() -> read(text.replace('~', '\n') + "\n")).isInstanceOfSatisfying(StageException.class, e -> assertThat(e.remedy()).contains("project.toml"))
        .hasMessageContaining("project.toml").hasMessageContaining(why);
  }

  @Test
  void descriptorThatIsALink_isNotRead() throws Exception {
    Files.createSymbolicLink(app.resolve("project.toml"), Path.of("/etc/passwd"));
    assertThat(ProjectDescriptor.read(app)).isEqualTo(ProjectDescriptor.NONE);
  }

  @Test
  void excludedFiles_go_andLinksAreNotFollowed() throws Exception {
    files("a.md", "docs/b.md", "docs/c.txt", "node_modules/x/y.js", "src/node_modules.js", "keep/keep.md");
    Path outside = Files.createTempDirectory("outside");
    Files.writeString(outside.resolve("z.md"), "x");
    Files.createSymbolicLink(app.resolve("link"), outside);
    read("[io.buildpacks]\nexclude = [\"*.md\", \"!keep.md\", \"node_modules/\"]\n").apply(app);
    Files.delete(app.resolve("project.toml"));
    assertThat(left()).containsExactly("docs/c.txt", "keep/keep.md", "link", "src/node_modules.js");
    assertThat(outside.resolve("z.md")).exists();
    Files.delete(outside.resolve("z.md"));
    Files.delete(outside);
  }

  @Test
  void onlyIncludedFiles_stay_andEmptyDirectoriesGo() throws Exception {
    files("a.txt", "src/main/x.c", "src/main/y.o", "lib/z.c", "other/deep/q.txt");
    read("[io.buildpacks]\ninclude = [\"src/\", \"lib/*.c\"]\n").apply(app);
    assertThat(left()).containsExactly("lib/z.c", "src/main/x.c", "src/main/y.o");
    assertThat(app.resolve("other")).doesNotExist();
  }

  private void files(String... paths) throws IOException {
    for (String path : paths) {
      Files.createDirectories(app.resolve(path).getParent());
      Files.writeString(app.resolve(path), path);
    }
  }

  private List<String> left() throws IOException {
    try (Stream<Path> all = Files.walk(app)) {
      return all.filter(p -> !Files.isDirectory(p, java.nio.file.LinkOption.NOFOLLOW_LINKS)).map(p -> app.relativize(p).toString()).sorted().toList();
    }
  }

  private ProjectDescriptor read(String toml) throws IOException, StageException {
    Files.writeString(app.resolve("project.toml"), toml.replace('\'', '"'));
    return ProjectDescriptor.read(app);
  }
}
