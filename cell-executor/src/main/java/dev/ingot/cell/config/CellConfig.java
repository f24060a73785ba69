package dev.ingot.cell.config;

import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.regex.Pattern;

/**
 * The cell's configuration; keys and meaning: docs/explanation/processes.md.
 *
 * @param id stable name of this cell, also over restarts
 * @param controllerHttp origin of the controller's HTTP port
 * @param controllerGrpc `host:port` of the cell stream
 * @param joinTokenFile file whose trimmed content is the join token; read at every dial, so that it can be changed
 * @param statusPort loopback port of GET /health, 1…65535
 * @param subnet where container addresses come from
 * @param prefix 1 to 8 characters, unique on the machine; names everything this cell makes in the kernel
 * @param memoryBytes what instances and builds may reserve, never 0 (a 0 in the file became most of the machine's memory)
 * @param diskBytes the same for disk
 * @param routerPort port of the router on this machine, 0 = unknown
 * @param maxBuilds builds at once, 1…16, default 1
 */
public record CellConfig(
    String id, URI controllerHttp, String controllerGrpc, Path joinTokenFile, Path stateDir, int statusPort, Subnet subnet, String prefix,
    long memoryBytes, long diskBytes, Path jdkHome, Path buildpacksDir, int routerPort, int maxBuilds) {
  private static final Pattern PREFIX = Pattern.compile("[a-z][a-z0-9]{0,7}");
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

  public CellConfig {
    require(ID.matcher(id).matches(), "cell.id", id, "letters, digits, '.', '_', '-', at most 63");
    require(PREFIX.matcher(prefix).matches(), "name.prefix", prefix, "1 to 8 lower-case letters and digits, a letter first");
    require(statusPort > 0 && statusPort < 65536, "status.port", statusPort, "1 to 65535");
    require(routerPort >= 0 && routerPort < 65536, "router.port", routerPort, "0 to 65535");
    require(maxBuilds >= 1 && maxBuilds <= 16, "staging.max", maxBuilds, "1 to 16");
    require("http".equals(controllerHttp.getScheme()) || "https".equals(controllerHttp.getScheme()), "controller.http", controllerHttp,
        "http://host:port");
    require(controllerGrpc.matches("[^:/]+:[0-9]{1,5}"), "controller.grpc", controllerGrpc, "host:port");
    require(stateDir.isAbsolute(), "state.dir", stateDir, "an absolute path");
    require(!stateDir.toString().matches(".*[,:\\\\\\s].*"), "state.dir", stateDir, "a path without ',', ':', '\\' and blanks");
    require(memoryBytes > 0, "memory", memoryBytes, "bytes, 0 = most of the machine's");
    require(diskBytes > 0, "disk", diskBytes, "bytes, 0 = most of the machine's");
  }

  /** Reads and checks the file. Fails with the key, the value and what is allowed. */
  public static CellConfig read(Path file) throws IOException {
    Properties p = new Properties();
    try (Reader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      p.load(in);
    }
    Path state = Path.of(need(p, "state.dir"));
    return new CellConfig(
        need(p, "cell.id"), URI.create(need(p, "controller.http")), need(p, "controller.grpc"), Path.of(need(p, "join.token.file")), state,
        (int) number(p, "status.port", -1), Subnet.parse(need(p, "subnet")), need(p, "name.prefix"), memory(number(p, "memory", 0)),
        disk(number(p, "disk", 0), state), Path.of(p.getProperty("jdk.home", System.getProperty("java.home"))),
        Path.of(need(p, "buildpacks.dir")), (int) number(p, "router.port", 0), (int) number(p, "staging.max", 1));
  }

  /** The join token as it is in its file now. */
  public String joinToken() throws IOException {
    return Files.readString(joinTokenFile).trim();
  }

  private static long memory(long configured) throws IOException {
    if (configured != 0) {
      return configured;
    }
    String total = Files.readAllLines(Path.of("/proc/meminfo")).getFirst().replaceAll("\\D", "");
    return Long.parseLong(total) * 1024 / 100 * 85;
  }

  private static long disk(long configured, Path state) throws IOException {
    if (configured != 0) {
      return configured;
    }
    Files.createDirectories(state);
    return Files.getFileStore(state).getUsableSpace() / 100 * 80;
  }

  private static String need(Properties p, String key) {
    String value = p.getProperty(key, "").trim();
    if (value.isEmpty()) {
      throw new IllegalArgumentException("Configuration key " + key + " is missing: see docs/explanation/processes.md");
    }
    return value;
  }

  private static long number(Properties p, String key, long absent) {
    String value = p.getProperty(key, Long.toString(absent)).trim();
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("Configuration key " + key + " = " + value + ": must be a whole number", e);
    }
  }

  private static void require(boolean condition, String key, Object value, String allowed) {
    if (!condition) {
      throw new IllegalArgumentException("Configuration key " + key + " = " + value + ": must be " + allowed);
    }
  }
}
