package dev.ingot.e2e.cf;

import dev.ingot.e2e.Commands;
import dev.ingot.e2e.Requirements;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Programs of `e2e/cf`, built by Go: the cf CLI once per machine, the app that the tests push once per run. */
final class GoBuild {
  static final String CF_VERSION = "8.18.3";
  private static final Path MODULE = CfPlatform.ROOT.resolve("e2e/cf");

  private GoBuild() {}

  /** The cf binary, from ~/.cache/ingot-test or built now (about two minutes). An error with Go's own words when it cannot be built. */
  static Path cf() {
    Path cached = Path.of(System.getProperty("user.home"), ".cache/ingot-test/cf-" + CF_VERSION, "cf");
    if (!Files.isExecutable(cached) || !isRight(cached)) {
      build(cached, "-ldflags", "-X code.cloudfoundry.org/cli/v8/version.binaryVersion=" + CF_VERSION, "code.cloudfoundry.org/cli/v8");
      if (!isRight(cached)) {
        throw new AssertionError(cached + " does not call itself version " + CF_VERSION);
      }
    }
    return cached;
  }

  /** @param file where the app's binary goes */
  static void probe(Path file) {
    build(file, "-ldflags", "-s -w", "./probe");
  }

  private static boolean isRight(Path cf) {
    return Commands.run(cf.toString(), "version").output().strip().equals("cf version " + CF_VERSION);
  }

  private static void build(Path file, String... arguments) {
    Requirements.need(Commands.run("sh", "-c", "command -v go").status() == 0, "Go 1.26.2 or newer in the PATH (https://go.dev/dl)");
    try {
      Files.createDirectories(file.getParent());
      Path aside = file.resolveSibling(file.getFileName() + "." + ProcessHandle.current().pid());
      List<String> command = new ArrayList<>(List.of("go", "build", "-trimpath", "-buildvcs=false", "-o", aside.toString()));
      command.addAll(List.of(arguments));
      Commands.run(MODULE, Map.of("CGO_ENABLED", "0", "GOFLAGS", ""), Duration.ofMinutes(10), command).mustSucceed();
      Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
