package dev.ingot.bench.platform;

import dev.ingot.bench.shell.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Copies of the sample apps, to be changed at will. */
public final class Samples {
  private Samples() {}

  /** A clean copy below `scratch`, without what a build left in it. */
  public static Path copy(Installation installation, Path scratch, String name) throws IOException {
    Path copy = Files.createTempDirectory(scratch, "sample-").resolve(name);
    Commands.run("cp", "-a", installation.root().resolve("samples").resolve(name).toString(), copy.toString()).mustSucceed("copying the sample " + name);
    Commands.run("rm", "-rf", copy.resolve("node_modules").toString(), copy.resolve("target").toString());
    return copy;
  }

  /** The Go sample, compiled. */
  public static Path binaryGo(Installation installation, Path scratch) throws IOException {
    Path copy = copy(installation, scratch, "binary-go");
    Commands.run(copy, Map.of("CGO_ENABLED", "0"), Duration.ofMinutes(3), List.of("go", "build", "-o", "server", "."))
        .mustSucceed("compiling samples/binary-go with go (is Go installed?)");
    return copy;
  }
}
