package dev.ingot.cli.platform;

import dev.ingot.cli.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A copy of what was built, below INGOT_HOME/dist/&lt;id&gt;: a running platform does not depend on the checkout (whose directory the
 * service user may not even read), a rebuild does not disturb it, and paths and times stay as AOT caches need them.
 */
record Distribution(Path directory) {
  private static final List<String> PROCESSES = List.of("controller", "cell-executor", "router", "cli");

  /** The build of this checkout, copied once; its id is a digest of the jars' names, sizes and times. */
  static Distribution install(Platform platform, Path checkout) throws IOException {
    TreeMap<String, Path> files = builtFiles(checkout);
    Path directory = platform.distributions().resolve(id(files));
    if (!Files.exists(directory.resolve("complete"))) {
      for (var file : files.entrySet()) {
        Path target = directory.resolve(file.getKey());
        Files.createDirectories(target.getParent());
        Files.copy(file.getValue(), target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
      }
      try (InputStream directives = Distribution.class.getResourceAsStream("compile.json")) {
        Files.write(compilerDirectives(directory), Objects.requireNonNull(directives).readAllBytes());
      }
      makeReadable(directory);
      Files.writeString(directory.resolve("complete"), "");
    }
    return new Distribution(directory);
  }

  /** The one `config/distribution.properties` names. */
  static Distribution current(Platform platform) {
    return new Distribution(Path.of(Platform.load(platform.config("distribution")).getProperty("directory")));
  }

  /** Class path of a process, in an order that never changes (AOT caches compare it). */
  String classPath(String process) {
    try (Stream<Path> jars = Files.list(directory.resolve(process).resolve("lib"))) {
      StringBuilder path = new StringBuilder(directory.resolve(process).resolve("main.jar").toString());
      jars.map(Path::toString).sorted().forEach(jar -> path.append(':').append(jar));
      return path.toString();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list the libraries of " + process + " in " + directory, e);
    }
  }

  /** Where the AOT cache of a process is or will be. */
  Path aotCache(String process) {
    return directory.resolve("aot").resolve(process + ".aot");
  }

  /**
   * Which methods of a cell the JVM's optimising compiler gets: those of SHA-256 only. Without it they do not use the processor's instructions
   * and take ten times as long; with it for everything, the process is tens of megabytes larger. The controller has it for everything: its lists
   * are what people wait for.
   */
  Path compilerDirectives() {
    return compilerDirectives(directory);
  }

  private static Path compilerDirectives(Path directory) {
    return directory.resolve("compile.json");
  }

  /** A tree `<id>/<version>/` with order.toml, as a build container sees it at /cnb/buildpacks. */
  Path buildpacks() {
    return directory.resolve("buildpacks");
  }

  private static TreeMap<String, Path> builtFiles(Path checkout) throws IOException {
    TreeMap<String, Path> files = new TreeMap<>();
    for (String process : PROCESSES) {
      Path target = checkout.resolve(process).resolve("target");
      Path jar = target.resolve("ingot-" + process + "-0.1.0.jar");
      if (!Files.exists(jar)) {
        throw new Failure("cannot start: " + jar + " is missing. Run ./ingot from the checkout, it builds what is missing.");
      }
      files.put(process + "/main.jar", jar);
      addTree(files, process + "/lib", target.resolve("lib"));
    }
    addTree(files, "buildpacks", checkout.resolve("buildpacks/target/cnb"));
    return files;
  }

  private static void addTree(TreeMap<String, Path> files, String name, Path tree) throws IOException {
    try (Stream<Path> walk = Files.walk(tree)) {
      walk.filter(Files::isRegularFile).forEach(file -> files.put(name + "/" + tree.relativize(file), file));
    }
  }

  private static String id(TreeMap<String, Path> files) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (var file : files.entrySet()) {
        digest.update((file.getKey() + Files.size(file.getValue()) + Files.getLastModifiedTime(file.getValue())).getBytes());
      }
      return HexFormat.of().formatHex(digest.digest(), 0, 6);
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void makeReadable(Path directory) throws IOException {
    try (Stream<Path> walk = Files.walk(directory)) {
      for (Path path : (Iterable<Path>) walk::iterator) {
        boolean executable = Files.isDirectory(path) || Files.isExecutable(path);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
      }
    }
  }
}
