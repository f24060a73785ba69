package dev.ingot.buildpacks.java;

import dev.ingot.buildpacks.kit.BuildFailure;
import dev.ingot.buildpacks.kit.Command;
import dev.ingot.buildpacks.kit.Toml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The platform's JDK. @param release its build, as {@code 25.0.1+8-LTS}, with its maker */
record Jdk(Path home, String version, String release) {
  /**
   * The JDK this program runs on.
   *
   * @throws BuildFailure when it is a JRE
   */
  static Jdk find() throws IOException {
    var home = Path.of(System.getProperty("java.home"));
    if (!Files.isExecutable(home.resolve("bin/jlink")) || !Files.isExecutable(home.resolve("bin/javac"))) {
      throw new BuildFailure("The Java at " + home + " has no jlink or javac. Set INGOT_JDK to a full JDK.");
    }
    return of(home);
  }

  /** What the file {@code release} of a JDK says. */
  static Jdk of(Path home) throws IOException {
    var facts = Toml.parse(Files.readString(home.resolve("release")));
    var version = String.valueOf(facts.get("JAVA_VERSION"));
    return new Jdk(home, version, facts.get("IMPLEMENTOR") + " " + facts.getOrDefault("FULL_VERSION", version) + " " + facts.get("OS_ARCH"));
  }

  /** Whether {@code 25}, {@code 25.*} or {@code 25.0.1} names this one. */
  boolean is(String wanted) {
    return (version + ".").startsWith(wanted.replaceFirst("(\\.[*xX])+$", "") + ".");
  }

  Command tool(Path dir, java.util.List<String> words) {
    var all = new java.util.ArrayList<>(words);
    all.set(0, home.resolve("bin").resolve(words.getFirst()).toString());
    return Command.of(dir, all);
  }
}
