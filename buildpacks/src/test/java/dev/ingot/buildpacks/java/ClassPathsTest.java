package dev.ingot.buildpacks.java;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.buildpacks.kit.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassPathsTest {
  @TempDir Path root;

  @Test
  void pathsThatAreInTheTree_leadThere_andTheClassRuns() throws IOException {
    var bin = Path.of(System.getProperty("java.home"), "bin");
    var source = Files.writeString(root.resolve("Places.java"), """
        public class Places {
          static final long LONG = 123456789012L;
          public static void main(String[] args) {
            Runnable print = () -> System.out.println("/usr/share/gradle" + " /usr/share/elsewhere ü " + LONG + 0.5);
            print.run();
            System.out.println(new java.io.File("/usr/share/gradle") + " " + new java.io.File("/usr/share/nothing"));
          }
        }
        """);
    Command.of(root, bin.resolve("javac").toString(), "-encoding", "UTF-8", "-d", "classes", source.toString()).capture("compiling");
    var jar = root.resolve("places.jar");
    Command.of(root, bin.resolve("jar").toString(), "--create", "--file", jar.toString(), "--main-class", "Places", "-C", "classes", ".").capture("packing");
    var before = Files.readAllBytes(jar);
    var tree = Files.createDirectories(root.resolve("tree"));
    new ClassPaths(tree).relocate(jar);
    assertThat(Files.readAllBytes(jar)).as("nothing of it is in the tree").isEqualTo(before);

    Files.createDirectories(tree.resolve("usr/share/gradle"));
    new ClassPaths(tree).relocate(jar);
    assertThat(Command.of(root, List.of(bin.resolve("java").toString(), "-Dstdout.encoding=UTF-8", "-jar", jar.toString())).capture("running").lines())
        .containsExactly("/usr/share/gradle /usr/share/elsewhere ü 1234567890120.5", tree.resolve("usr/share/gradle") + " /usr/share/nothing");
    try (var files = Files.list(root)) {
      assertThat(files.map(file -> file.getFileName().toString())).noneMatch(name -> name.endsWith(".new"));
    }
  }

  @Test
  void brokenClass_isRefused() {
    var bytes = new byte[40];
    bytes[9] = 5;
    bytes[10] = 99;
    System.arraycopy("/usr/share/x".getBytes(java.nio.charset.StandardCharsets.UTF_8), 0, bytes, 20, 12);
    assertThatThrownBy(() -> new ClassPaths(root).relocated(bytes)).hasMessageContaining("unknown kind 99");
  }
}
