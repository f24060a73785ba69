package dev.ingot.cli.platform;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** The files of one platform on this machine, all below one directory (INGOT_HOME). Knows the paths; creates nothing. */
public record Platform(Path home) {

  /** INGOT_HOME if set, else /var/lib/ingot for root, else ~/.ingot. */
  public static Platform ofEnvironment() {
    String home = System.getenv("INGOT_HOME");
    if (home != null && !home.isBlank()) {
      return new Platform(Path.of(home).toAbsolutePath().normalize());
    }
    boolean root = "root".equals(System.getProperty("user.name"));
    return new Platform(root ? Path.of("/var/lib/ingot") : Path.of(System.getProperty("user.home"), ".ingot"));
  }

  Path config(String name) {
    return home.resolve("config").resolve(name + ".properties");
  }

  Path secret(String name) {
    return home.resolve("secrets").resolve(name);
  }

  Path log(String process) {
    return home.resolve("log").resolve(process + ".log");
  }

  Path pidFile(String process) {
    return home.resolve("run").resolve(process + ".pid");
  }

  Path postgres() {
    return home.resolve("postgres");
  }

  Path stacks() {
    return home.resolve("stacks");
  }

  Path distributions() {
    return home.resolve("dist");
  }

  Path state(String process) {
    return home.resolve(process);
  }

  /** True once `up` has laid out this platform. */
  boolean exists() {
    return Files.exists(config("platform"));
  }

  /** What `up` decided for the whole platform: ports, domains, number of cells. */
  PlatformConfig read() {
    return PlatformConfig.of(load(config("platform")));
  }

  static Properties load(Path file) {
    Properties properties = new Properties();
    try (var reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException("cannot read " + file, e);
    }
    return properties;
  }

  /** Process names in the order they are started. */
  static List<String> processes(PlatformConfig config) {
    List<String> names = new ArrayList<>();
    if (config.databaseUrl().isEmpty()) {
      names.add("postgres");
    }
    names.add("controller");
    names.add("router");
    for (int cell = 1; cell <= config.cells(); cell++) {
      names.add("cell-" + cell);
    }
    return names;
  }
}
