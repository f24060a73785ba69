package dev.ingot.buildpacks.java;

import dev.ingot.buildpacks.kit.BuildFailure;
import dev.ingot.buildpacks.kit.Command;
import dev.ingot.buildpacks.kit.Settings;
import dev.ingot.buildpacks.kit.Toml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The platform's JDK. @param release its build, as {@code 25.0.1+8-LTS}, with its maker */
record Jdk(Path home, String version, String release) {
  /**
   * The JDK this program runs on.
   *
   * @throws BuildFailure when it is a JRE, or the app asks for another major version by {@code BP_JVM_VERSION}
   */
  static Jdk find(Settings settings) throws IOException {
    var home = Path.of(System.getProperty("java.home"));
    if (!Files.isExecutable(home.resolve("bin/jlink")) || !Files.isExecutable(home.resolve("bin/javac"))) {
      throw new BuildFailure("The Java at " + home + " has no jlink or javac. Set INGOT_JDK to a full JDK.");
    }
    var facts = Toml.parse(Files.readString(home.resolve("release")));
    var version = String.valueOf(facts.get("JAVA_VERSION"));
    var wanted = settings.get("BP_JVM_VERSION", "");
    if (!wanted.isEmpty() && !(version + ".").startsWith(wanted.replaceFirst("\\.[*x]$", "") + ".")) {
      throw new BuildFailure("BP_JVM_VERSION asks for Java " + wanted + ", but this platform has Java " + version
          + " only, which also runs what older Javas compiled. Unset BP_JVM_VERSION, or install another JDK for the platform.");
    }
    return new Jdk(home, version, facts.get("IMPLEMENTOR") + " " + facts.getOrDefault("FULL_VERSION", version) + " " + facts.get("OS_ARCH"));
  }

  Command tool(Path dir, java.util.List<String> words) {
    var all = new java.util.ArrayList<>(words);
    all.set(0, home.resolve("bin").resolve(words.getFirst()).toString());
    return Command.of(dir, all);
  }
}
