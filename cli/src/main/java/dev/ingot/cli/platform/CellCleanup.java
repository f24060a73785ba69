package dev.ingot.cli.platform;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Runs the cell's own clean-up: it alone knows what it made in the kernel. */
final class CellCleanup {
  private CellCleanup() {}

  static void run(Platform platform, Distribution distribution, String cell) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(ServiceCommand.jdk().resolve("bin/java").toString()));
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED", "-cp",
        distribution.classPath("cell-executor"), "dev.ingot.cell.CellCleanup", platform.config(cell).toString()));
    Commands.run(command, platform.log(cell + "-cleanup"), "cleaning up after " + cell);
  }
}
