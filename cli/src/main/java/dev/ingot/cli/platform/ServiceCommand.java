package dev.ingot.cli.platform;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The exact command line of each process. @param environment variables it gets beside those of the supervisor */
record ServiceCommand(List<String> command, Map<String, String> environment) {
  /** File names are UTF-8 whatever the machine's own locale is; glibc's arenas, one a thread by default, cost tens of MB in a JVM. */
  static final Map<String, String> BASE = Map.of("LC_ALL", "C.UTF-8", "MALLOC_ARENA_MAX", "2");

  /** The JIT's threads run at nice 10: on few cores they would take the time of what they compile for, at each start and in the slowest requests. */
  private static final List<String> PATIENT_COMPILERS = List.of("-XX:ThreadPriorityPolicy=1", "-XX:CompilerThreadPriority=10");

  /** The one right of root that a router on port 80 or 443 needs; an argument of setpriv. */
  private static final List<String> BIND_LOW_PORTS = List.of("--inh-caps=+net_bind_service", "--ambient-caps=+net_bind_service");

  static ServiceCommand of(Platform platform, PlatformConfig config, Distribution distribution, String process) {
    if (process.equals("postgres")) {
      return new ServiceCommand(EmbeddedPostgres.command(platform, config), BASE);
    }
    return new ServiceCommand(java(platform, config, distribution, process, List.of()), Kind.of(process) == Kind.CELL ? cellEnvironment(platform) : BASE);
  }

  /** The cell hands the machine's package registries to builds. */
  private static Map<String, String> cellEnvironment(Platform platform) {
    Map<String, String> environment = new HashMap<>(BASE);
    Platform.load(platform.config("registries")).forEach((name, value) -> environment.put(String.valueOf(name), String.valueOf(value)));
    return environment;
  }

  /** @param extraFlags JVM flags before the class path, such as those that record an AOT cache */
  static List<String> java(Platform platform, PlatformConfig config, Distribution distribution, String process, List<String> extraFlags) {
    Kind kind = Kind.of(process);
    List<String> command = new ArrayList<>();
    if (!kind.root) {
      command.addAll(asUser(config.user()));
      if (kind == Kind.ROUTER && config.hasPrivilegedPort()) {
        command.addAll(BIND_LOW_PORTS);
      }
    }
    command.add(jdk().resolve("bin/java").toString());
    command.addAll(kind.flags);
    if (kind == Kind.CELL) {
      command.addAll(List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:CompilerDirectivesFile=" + distribution.compilerDirectives(), "-XX:CompileCommand=quiet"));
    }
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
    CONTROLLER("controller", "dev.ingot.controller.ControllerApplication", false, "-Xmx192m", "-Xss512k"),
    ROUTER("router", "dev.ingot.router.RouterMain", false, "-Xmx64m", "-XX:MaxDirectMemorySize=64m", "--sun-misc-unsafe-memory-access=allow"),
    CELL("cell-executor", "dev.ingot.cell.CellMain", true, "-Xmx96m", "-Xms16m", "-Xmn8m", "-XX:MaxHeapFreeRatio=30", "-XX:MinHeapFreeRatio=10", "-XX:-ShrinkHeapInSteps",
        "--sun-misc-unsafe-memory-access=allow");

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
      this.flags.addAll(PATIENT_COMPILERS);
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
