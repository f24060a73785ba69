package dev.ingot.cell.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The real cell process, in a JVM of its own. */
final class TestCell {
  static final String PREFIX = "ctest";
  final Path state;
  private final Path file;
  private final Path log;
  private Process process;

  TestCell(Path work, TestController controller, int statusPort) throws IOException {
    state = Files.createDirectories(work.resolve("cell"));
    Files.writeString(work.resolve("token"), "secret\n");
    Files.createDirectories(work.resolve("buildpacks"));
    file = work.resolve("cell.properties");
    log = Path.of("target/cell-it.log").toAbsolutePath();
    Files.writeString(file, """
        cell.id = cell-it
        controller.http = http://127.0.0.1:%d
        controller.grpc = 127.0.0.1:%d
        join.token.file = %s
        state.dir = %s
        status.port = %d
        subnet = 10.139.77.0/24
        name.prefix = %s
        memory = 2000000000
        disk = 20000000000
        buildpacks.dir = %s
        """.formatted(controller.httpPort(), controller.grpcPort(), work.resolve("token"), state, statusPort, PREFIX, work.resolve("buildpacks")));
  }

  void start() throws IOException {
    process = java("dev.ingot.cell.CellMain", file.toString());
  }

  /** kill -9 of the JVM. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  int cleanup() throws IOException, InterruptedException {
    return java("dev.ingot.cell.CellCleanup", file.toString()).waitFor();
  }

  long residentKb() throws IOException {
    return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream().filter(l -> l.startsWith("VmRSS:"))
        .mapToLong(l -> Long.parseLong(l.replaceAll("\\D", ""))).findFirst().orElseThrow();
  }

  private Process java(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java", "-Xmx96m", "-Xms16m", "-Xmn8m", "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().put("LC_ALL", "C.UTF-8");
    return builder.start();
  }
}
