package dev.ingot.cli.platform;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The exact command line of each process. */
record ServiceCommand(String process, List<String> command) {

  static ServiceCommand of(Platform platform, PlatformConfig config, Distribution distribution, String process) {
    return new ServiceCommand(process, switch (process) {
      case "postgres" -> EmbeddedPostgres.command(platform, config);
      default -> java(platform, config, distribution, process, List.of());
    });
  }

  /** @param extraFlags JVM flags before the class path, such as those that record an AOT cache */
  static List<String> java(Platform platform, PlatformConfig config, Distribution distribution, String process, List<String> extraFlags) {
    Kind kind = Kind.of(process);
    List<String> command = new ArrayList<>();
    if (!kind.root) {
      command.addAll(asUser(config.user()));
    }
    command.add(jdk().resolve("bin/java").toString());
    command.addAll(kind.flags);
    command.addAll(extraFlags);
    Path cache = distribution.aotCache(kind.module);
    if (extraFlags.isEmpty() && Files.exists(cache)) {
      command.addAll(List.of("-XX:AOTCache=" + cache, "-Xlog:aot=off", "-Xlog:cds=off"));
    }
    command.addAll(List.of("-cp", distribution.classPath(kind.module), kind.main, platform.config(process).toString()));
    return command;
  }

  /** Runs the rest of a command as another user, without any of root's groups; nothing when we already are that user. */
  static List<String> asUser(String user) {
    if (user.equals(System.getProperty("user.name"))) {
      return List.of();
    }
    return List.of("setpriv", "--reuid=" + user, "--regid=" + user, "--clear-groups", "--no-new-privs");
  }

  static Path jdk() {
    return Path.of(System.getProperty("java.home"));
  }

  /** What differs between our Java processes. Heaps are sized for one machine: the whole platform stays below 1 GB. */
  enum Kind {
    CONTROLLER("controller", "dev.ingot.controller.ControllerApplication", false, "-Xmx256m", "-Xss512k"),
    ROUTER("router", "dev.ingot.router.RouterMain", false, "-Xmx64m", "-XX:MaxDirectMemorySize=64m", "--sun-misc-unsafe-memory-access=allow"),
    CELL("cell-executor", "dev.ingot.cell.CellMain", true, "-Xmx96m", "-DsendCredentialsOverHttp=true", "--sun-misc-unsafe-memory-access=allow");

    final String module;
    final String main;
    final boolean root;
    final List<String> flags;

    Kind(String module, String main, boolean root, String... flags) {
      this.module = module;
      this.main = main;
      this.root = root;
      this.flags = new ArrayList<>(List.of("-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders", "-XX:+ExitOnOutOfMemoryError",
          "--enable-native-access=ALL-UNNAMED", "-Djava.net.preferIPv4Stack=true"));
      this.flags.addAll(List.of(flags));
    }

    static Kind of(String process) {
      return switch (process) {
        case "controller" -> CONTROLLER;
        case "router" -> ROUTER;
        default -> CELL;
      };
    }
  }
}
