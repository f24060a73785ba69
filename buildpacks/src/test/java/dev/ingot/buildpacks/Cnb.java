package dev.ingot.buildpacks;

import dev.ingot.buildpacks.kit.Files2;
import dev.ingot.buildpacks.kit.Toml;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A very small CNB platform for one app: runs the packaged buildpacks' real detect and build, keeps layers as a lifecycle restores them, and launches. */
final class Cnb {
  static final String VERSION = "0.1.0";
  final Path root;
  final Path app;
  final Path layers;
  final Map<String, String> userEnv = new HashMap<>();
  /** Names that other buildpacks of the group want from the one that is built. */
  final List<String> planned = new ArrayList<>();
  private final List<String> built = new ArrayList<>();

  Cnb(Path root, String sample) throws IOException {
    this.root = root;
    Files.setPosixFilePermissions(root, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
    this.app = root.resolve("workspace");
    this.layers = Files.createDirectories(root.resolve("layers"));
    Files.createDirectories(root.resolve("platform/env"));
    push(sample);
  }

  /** The app's directory as the sample is in the tree. */
  void push(String sample) throws IOException {
    Files2.delete(app);
    Files2.copy(repository().resolve("samples").resolve(sample), app);
  }

  static Path repository() {
    var here = Path.of("").toAbsolutePath();
    return Files.isDirectory(here.resolve("samples")) ? here : here.getParent();
  }

  static Path buildpack(String name) {
    return repository().resolve("buildpacks/target/cnb/ingot_" + name).resolve(VERSION);
  }

  int detect(String name) throws IOException {
    return run(name, "detect", Map.of("CNB_BUILD_PLAN_PATH", root.resolve("detected.toml").toString())).code;
  }

  /** What the last detect wrote as its plan; empty when nothing. */
  String detectedPlan() throws IOException {
    var file = root.resolve("detected.toml");
    return Files.exists(file) ? Files.readString(file) : "";
  }

  record Result(int code, String output) {}

  /** What a lifecycle does between two builds: types are gone, layers that are neither cached nor made by this build are gone. */
  void restore(String name) throws IOException {
    var dir = layers.resolve(name);
    if (!Files.isDirectory(dir)) {
      return;
    }
    for (var file : Files2.list(dir)) {
      var fileName = file.getFileName().toString();
      if (!fileName.endsWith(".toml")) {
        continue;
      }
      var toml = Toml.parse(Files.readString(file));
      var layer = dir.resolve(fileName.substring(0, fileName.length() - 5));
      if (Boolean.TRUE.equals(Toml.table(toml, "types").get("cache"))) {
        Files.writeString(file, Toml.write(Map.of("metadata", Toml.table(toml, "metadata"))));
      } else {
        Files2.delete(layer);
        Files.delete(file);
      }
    }
  }

  Result build(String name) throws IOException {
    Files.createDirectories(layers.resolve(name));
    if (!built.contains(name)) {
      built.add(name);
    }
    return run(name, "build", Map.of("CNB_LAYERS_DIR", layers.resolve(name).toString(), "CNB_BP_PLAN_PATH", root.resolve("plan.toml").toString()));
  }

  private Result run(String name, String phase, Map<String, String> more) throws IOException {
    Files.writeString(root.resolve("plan.toml"), Toml.write(Map.of("entries", planned.stream().map(entry -> Map.of("name", entry)).toList())));
    Files.deleteIfExists(root.resolve("detected.toml"));
    var output = root.resolve(phase + ".log");
    var builder = new ProcessBuilder(buildpack(name).resolve("bin").resolve(phase).toString()).directory(app.toFile()).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().putAll(more);
    builder.environment().putAll(Map.of("CNB_BUILDPACK_DIR", buildpack(name).toString(), "CNB_PLATFORM_DIR", root.resolve("platform").toString(), "CNB_TARGET_OS", "linux",
        "CNB_TARGET_ARCH", System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64", "INGOT_JDK", System.getProperty("java.home")));
    Mirrors.addTo(builder.environment());
    if (phase.equals("build")) {
      for (var earlier : built.subList(0, built.indexOf(name))) {
        for (var layer : layersOf(earlier, "build")) {
          layerPaths(builder.environment(), layer);
          envFiles(builder.environment(), layer.resolve("env"));
        }
      }
    }
    builder.environment().putAll(userEnv);
    var process = builder.start();
    try {
      if (!process.waitFor(10, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new AssertionError(phase + " of " + name + " does not end:\n" + Files.readString(output));
      }
    } catch (InterruptedException interrupted) {
      throw new IOException(interrupted);
    }
    return new Result(process.exitValue(), Files.readString(output));
  }

  /** The processes of all builds so far; a later buildpack's replace an earlier one's. */
  Map<String, List<String>> processes() throws IOException {
    var processes = new LinkedHashMap<String, List<String>>();
    for (var name : built) {
      if (Toml.parse(Files.readString(layers.resolve(name).resolve("launch.toml"))).get("processes") instanceof List<?> list) {
        for (var entry : list) {
          var words = new ArrayList<String>();
          ((List<?>) ((Map<?, ?>) entry).get("command")).forEach(word -> words.add((String) word));
          ((List<?>) ((Map<?, ?>) entry).get("args")).forEach(word -> words.add((String) word));
          processes.put((String) ((Map<?, ?>) entry).get("type"), words);
        }
      }
    }
    return processes;
  }

  /** Starts the process type {@code web} as a launcher does and waits until it answers. */
  Running launch(Map<String, String> env) throws Exception {
    int port;
    try (var socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    var all = new TreeMap<String, String>(Map.of("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME", root.toString(), "PORT", Integer.toString(port),
        "CF_INSTANCE_INDEX", "3", "INSTANCE_INDEX", "3"));
    all.putAll(env);
    layerEnv(all);
    var words = new ArrayList<>(processes().get("web"));
    words.addFirst("exec \"$0\" \"$@\"");
    words.addFirst("-c");
    words.addFirst("/bin/sh");
    if (Files.getOwner(root).getName().equals("root")) {
      // As in an image: the app owns nothing that the build made.
      words.addAll(0, List.of("setpriv", "--reuid=2000", "--regid=2000", "--clear-groups"));
    }
    var log = root.resolve("app.log");
    Files.deleteIfExists(log);
    Files.createFile(log);
    var builder = new ProcessBuilder(words).directory(app.toFile()).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().clear();
    builder.environment().putAll(all);
    var running = new Running(builder.start(), port, log);
    running.awaitAnswer();
    return running;
  }

  private void layerEnv(Map<String, String> env) throws Exception {
    for (var name : built) {
      var launched = layersOf(name, "launch");
      for (var layer : launched) {
        layerPaths(env, layer);
      }
      for (var layer : launched) {
        envFiles(env, layer.resolve("env"));
        envFiles(env, layer.resolve("env.launch"));
      }
      for (var layer : launched) {
        execD(env, layer.resolve("exec.d"));
      }
    }
  }

  private List<Path> layersOf(String name, String type) throws IOException {
    var found = new ArrayList<Path>();
    for (var file : Files2.list(layers.resolve(name))) {
      var fileName = file.getFileName().toString();
      if (fileName.endsWith(".toml") && Boolean.TRUE.equals(Toml.table(Toml.parse(Files.readString(file)), "types").get(type))) {
        found.add(layers.resolve(name).resolve(fileName.substring(0, fileName.length() - 5)));
      }
    }
    return found;
  }

  private static void layerPaths(Map<String, String> env, Path layer) {
    prepend(env, "PATH", layer.resolve("bin"));
    prepend(env, "LD_LIBRARY_PATH", layer.resolve("lib"));
  }

  private static void prepend(Map<String, String> env, String name, Path dir) {
    if (Files.isDirectory(dir)) {
      env.merge(name, dir.toString(), (old, added) -> added + ":" + old);
    }
  }

  private static void envFiles(Map<String, String> env, Path dir) throws IOException {
    for (var file : Files.isDirectory(dir) ? Files2.list(dir) : List.<Path>of()) {
      var fileName = file.getFileName().toString();
      var name = fileName.substring(0, fileName.indexOf('.'));
      if (fileName.endsWith(".delim")) {
        continue;
      }
      if (fileName.endsWith(".prepend")) {
        var delimiter = Files.readString(dir.resolve(name + ".delim"));
        env.merge(name, Files.readString(file), (old, added) -> added + delimiter + old);
      } else if (fileName.endsWith(".override") || env.getOrDefault(name, "").isEmpty()) {
        env.put(name, Files.readString(file));
      }
    }
  }

  private void execD(Map<String, String> env, Path dir) throws Exception {
    for (var file : Files.isDirectory(dir) ? Files2.list(dir) : List.<Path>of()) {
      Toml.parse(runExecD(file, env)).forEach((name, value) -> env.put(name, (String) value));
    }
  }

  /** Runs a program of exec.d and gives what it wrote to file descriptor 3. */
  static String runExecD(Path file, Map<String, String> env) throws Exception {
    var toml = Files.createTempFile("execd", ".toml");
    var builder = new ProcessBuilder("/bin/sh", "-c", "exec \"$0\" 3>\"$1\"", file.toString(), toml.toString()).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(env);
    var process = builder.start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException(file.getFileName() + " failed: " + output);
    }
    var written = Files.readString(toml);
    Files.delete(toml);
    return written;
  }

  /** Gives every file the time that it has in an image. */
  static void timesOfAnImage(Path dir) throws IOException {
    try (Stream<Path> files = Files.walk(dir)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        Files.setLastModifiedTime(file, java.nio.file.attribute.FileTime.from(java.time.Instant.ofEpochSecond(315_532_801)));
      }
    }
  }

  /** Every path below with its kind, mode and content: what decides a layer's digest. */
  static Map<String, String> content(Path dir) throws IOException {
    var content = new TreeMap<String, String>();
    try (Stream<Path> files = Files.walk(dir)) {
      for (var file : files.toList()) {
        var mode = Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS).toString();
        content.put(dir.relativize(file).toString(), Files.isSymbolicLink(file) ? "-> " + Files.readSymbolicLink(file)
            : Files.isDirectory(file) ? "dir" : mode + HexFormat.of().formatHex(dev.ingot.buildpacks.kit.Digests.file(file, "SHA-256")));
      }
    }
    return content;
  }

  /** A started app. */
  record Running(Process process, int port, Path log) implements AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    HttpResponse<String> get(String path, String... headers) throws Exception {
      var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).timeout(Duration.ofSeconds(20));
      if (headers.length > 0) {
        request.headers(headers);
      }
      return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private void awaitAnswer() throws Exception {
      var until = System.nanoTime() + Duration.ofSeconds(90).toNanos();
      while (System.nanoTime() < until && process.isAlive()) {
        try {
          get("/");
          return;
        } catch (java.net.ConnectException notYet) {
          process.waitFor(50, TimeUnit.MILLISECONDS);
        }
      }
      process.destroyForcibly();
      throw new AssertionError("the app does not answer:\n" + Files.readString(log));
    }

    /** Asks it to stop and gives its exit code; at most ten seconds. */
    int stop() throws Exception {
      process.destroy();
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        throw new AssertionError("does not stop on SIGTERM:\n" + Files.readString(log));
      }
      return process.exitValue();
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }
}
