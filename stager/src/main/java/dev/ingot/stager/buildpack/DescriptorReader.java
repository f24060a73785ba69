package dev.ingot.stager.buildpack;

import dev.ingot.stager.files.SafeFiles;
import dev.ingot.stager.files.Toml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads `buildpack.toml` and `extension.toml`. */
final class DescriptorReader {
  static final String BUILDPACK = "buildpack.toml";
  static final String EXTENSION = "extension.toml";

  private static final Pattern API = Pattern.compile("0\\.([7-9]|1[0-2])");
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/-]{0,199}");
  private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.+-]{0,99}");
  /** Names the lifecycle itself uses below the layers directory. */
  private static final Set<String> RESERVED = Set.of("app", "config", "generated", "sbom");
  private static final int MAX_GROUPS = 1000;

  private final Path directory;
  private final boolean extension;
  private final Map<String, Object> toml;

  private DescriptorReader(Path directory, boolean extension, Map<String, Object> toml) {
    this.directory = directory;
    this.extension = extension;
    this.toml = toml;
  }

  /** True when there is something to read. */
  static boolean has(Path directory) {
    return SafeFiles.isFile(directory.resolve(BUILDPACK)) || SafeFiles.isFile(directory.resolve(EXTENSION));
  }

  /** @throws IOException saying what is wrong with the descriptor, for its author */
  static Descriptor read(Path directory) throws IOException {
    boolean extension = !SafeFiles.isFile(directory.resolve(BUILDPACK));
    return new DescriptorReader(directory, extension, Toml.read(directory.resolve(extension ? EXTENSION : BUILDPACK))).read();
  }

  private Descriptor read() throws IOException {
    var table = Toml.table(toml, extension ? "extension" : "buildpack");
    String id = Toml.text(table, "id");
    String version = Toml.text(table, "version");
    check(id, version);
    String api = Toml.text(toml, "api");
    if (!API.matcher(api).matches()) {
      throw new IOException("it declares Buildpack API '" + api + "'; 0.7 to 0.12 are supported");
    }
    int minor = Integer.parseInt(api.substring(2));
    if (extension && minor < 9) {
      throw new IOException("image extensions exist since Buildpack API 0.9, it declares " + api);
    }
    var order = order();
    boolean runnable = there("bin/build");
    if (!order.isEmpty() && (extension || runnable || there("bin/detect"))) {
      throw new IOException("it has both an [[order]] and executables; it must be a composite or a component");
    }
    if (order.isEmpty() && !extension && !runnable) {
      throw new IOException("it has neither bin/build nor an [[order]]");
    }
    return new Descriptor(extension, id, version, Toml.text(table, "name"), Toml.text(table, "homepage"), minor, Toml.flag(table, "clear-env"),
        execEnv(table), Toml.texts(table, "sbom-formats"), order.isEmpty() ? targets(minor) : List.of(), order);
  }

  /** Links count: what they lead to is seen in the container only. */
  private boolean there(String path) {
    return Files.exists(directory.resolve(path), LinkOption.NOFOLLOW_LINKS);
  }

  /** Id and version become names of directories. */
  static void check(String id, String version) throws IOException {
    if (!ID.matcher(id).matches() || id.contains("..") || RESERVED.contains(id)) {
      throw new IOException("its id '" + id + "' cannot be one: letters, digits, '.', '_', '/' and '-' are allowed, " + String.join(", ", RESERVED.stream().sorted().toList())
          + " are taken");
    }
    if (!VERSION.matcher(version).matches() || version.contains("..")) {
      throw new IOException("its version '" + version + "' cannot be one");
    }
  }

  private List<List<Descriptor.Element>> order() throws IOException {
    var order = new ArrayList<List<Descriptor.Element>>();
    for (var group : Toml.tables(toml, "order")) {
      order.add(elements(group, "group"));
    }
    if (order.size() > MAX_GROUPS) {
      throw new IOException("its [[order]] has more than " + MAX_GROUPS + " groups");
    }
    return order;
  }

  /** The elements of one `[[order]]`, or of another list of buildpacks. */
  static List<Descriptor.Element> elements(Map<String, Object> table, String key) throws IOException {
    var elements = new ArrayList<Descriptor.Element>();
    for (var element : Toml.tables(table, key)) {
      String id = Toml.text(element, "id");
      if (id.isEmpty()) {
        throw new IOException("an order has an element without id");
      }
      elements.add(new Descriptor.Element(id, Toml.text(element, "version"), Toml.flag(element, "optional"), execEnv(element)));
    }
    return elements;
  }

  /** Both spellings: a list of words, as the reference reads it, and tables with a `name`, as the specification has it. */
  static List<String> execEnv(Map<String, Object> table) {
    var names = new ArrayList<>(Toml.texts(table, "exec-env"));
    Toml.tables(table, "exec-env").forEach(one -> names.add(Toml.text(one, "name")));
    return names;
  }

  private List<Target> targets(int api) {
    var targets = new ArrayList<Target>();
    for (var table : Toml.tables(toml, "targets")) {
      var distros = Toml.tables(table, "distros").stream().map(d -> new Target.Distro(Toml.text(d, "name"), Toml.text(d, "version"))).toList();
      String variant = Toml.text(table, "variant");
      targets.add(new Target(Toml.text(table, "os"), Toml.text(table, "arch"), variant.isEmpty() ? Toml.text(table, "arch-variant") : variant, distros));
    }
    return targets.isEmpty() ? inferred(api) : targets;
  }

  private List<Target> inferred(int api) {
    var stacks = Toml.tables(toml, "stacks").stream().map(s -> Toml.text(s, "id")).toList();
    var targets = new ArrayList<Target>();
    for (String stack : stacks) {
      if (stack.equals("*")) {
        targets.add(Target.ANY);
      } else if (stack.equals("io.buildpacks.stacks.bionic") && (api >= 10 || stacks.size() == 1)) {
        targets.add(new Target("linux", "amd64", "", List.of(new Target.Distro("ubuntu", "18.04"))));
      }
    }
    return targets.isEmpty() ? List.of(new Target("linux", "", "", List.of())) : targets;
  }
}
