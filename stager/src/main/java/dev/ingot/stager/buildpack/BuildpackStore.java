package dev.ingot.stager.buildpack;

import dev.ingot.stager.files.SafeFiles;
import dev.ingot.stager.files.StageException;
import dev.ingot.stager.files.Toml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The buildpacks of this cell, as `/cnb/buildpacks` has them, and the default order. Read once per staging. */
public final class BuildpackStore {
  private static final Map<String, String> ALIASES = Map.of("nodejs_buildpack", "ingot/nodejs", "java_buildpack", "ingot/java",
      "staticfile_buildpack", "ingot/static", "binary_buildpack", "ingot/binary", "procfile_buildpack", "ingot/procfile");
  /** The buildpack that joins every group, so that a Procfile counts. */
  static final String PROCFILE = "ingot/procfile";

  private final Path directory;
  private final Map<String, TreeMap<List<Integer>, Buildpack>> buildpacks = new TreeMap<>();

  /** What is wrong with each, by id. */
  private final Map<String, String> composites = new TreeMap<>();

  private BuildpackStore(Path directory) {
    this.directory = directory;
  }

  public static BuildpackStore load(Path directory) throws IOException, StageException {
    var store = new BuildpackStore(directory);
    for (Path id : SafeFiles.children(directory)) {
      for (Path version : SafeFiles.children(id)) {
        if (Files.isRegularFile(version.resolve("buildpack.toml"))) {
          var toml = Toml.read(version.resolve("buildpack.toml"));
          if (toml.containsKey("order")) {
            store.addComposite(toml);
          } else {
            store.add(descriptor(toml, version));
          }
        }
      }
    }
    return store;
  }

  private void add(Buildpack buildpack) {
    buildpacks.computeIfAbsent(buildpack.id(), id -> new TreeMap<>(BuildpackStore::compare)).put(numbers(buildpack.version()), buildpack);
  }

  private void addComposite(Map<String, Object> toml) throws IOException {
    var parts = new ArrayList<String>();
    for (var order : Toml.tables(toml, "order")) {
      Toml.tables(order, "group").forEach(element -> parts.add(Toml.text(element, "id") + "@" + Toml.text(element, "version")));
    }
    var table = Toml.table(toml, "buildpack");
    composites.put(Toml.text(table, "id"), Toml.text(table, "id") + "@" + Toml.text(table, "version") + " is a composite of "
        + String.join(", ", parts.stream().distinct().toList()) + ", and composite buildpacks are not supported");
  }

  /** What a buildpack.toml in this directory says. */
  static Buildpack descriptor(Map<String, Object> toml, Path directory) throws IOException, StageException {
    var table = Toml.table(toml, "buildpack");
    String api = Toml.text(toml, "api");
    if (!api.matches("0\\.([7-9]|1[0-2])")) {
      throw new StageException("StagingError", "buildpack " + Toml.text(table, "id") + " declares Buildpack API '" + api + "'; 0.7 to 0.12 are supported",
          "Use a release of the buildpack for one of these.");
    }
    var targets = Toml.tables(toml, "targets").stream().map(t -> new Buildpack.Target(Toml.text(t, "os"), Toml.text(t, "arch"))).toList();
    return new Buildpack(Toml.text(table, "id"), Toml.text(table, "version"), Toml.text(table, "name"), Toml.text(table, "homepage"),
        Integer.parseInt(api.substring(2)), Toml.flag(table, "clear-env"), targets, directory);
  }

  /** Groups to try: the ids the user asked for as one group, else the default order. */
  public List<List<Member>> order(List<String> chosen) throws IOException, StageException {
    return chosen.isEmpty() ? defaultOrder() : List.of(chosenGroup(chosen));
  }

  private List<Member> chosenGroup(List<String> chosen) throws StageException {
    var group = new ArrayList<Member>();
    for (String name : chosen) {
      group.add(new Member(find(name), false));
    }
    return withProcfile(group);
  }

  /** A Procfile counts whichever buildpack was named, as in CF. */
  List<Member> withProcfile(List<Member> group) {
    var all = new ArrayList<>(group);
    latest(PROCFILE).filter(procfile -> group.stream().noneMatch(m -> m.buildpack().id().equals(PROCFILE)))
        .ifPresent(procfile -> all.add(new Member(procfile, true)));
    return all;
  }

  private List<List<Member>> defaultOrder() throws IOException, StageException {
    Path file = directory.resolve("order.toml");
    if (!Files.isRegularFile(file)) {
      return buildpacks.keySet().stream().map(id -> List.of(new Member(latest(id).orElseThrow(), false))).toList();
    }
    var groups = new ArrayList<List<Member>>();
    for (var order : Toml.tables(Toml.read(file), "order")) {
      var group = new ArrayList<Member>();
      for (var element : Toml.tables(order, "group")) {
        String version = Toml.text(element, "version");
        group.add(new Member(find(Toml.text(element, "id") + (version.isEmpty() ? "" : "@" + version)), Toml.flag(element, "optional")));
      }
      groups.add(group);
    }
    return groups;
  }

  /** A buildpack by `id`, `id@version` or one of CF's names; the highest version when none is given. */
  public Buildpack find(String name) throws StageException {
    int at = name.lastIndexOf('@');
    String id = at < 0 ? name : name.substring(0, at);
    String version = at < 0 ? "" : name.substring(at + 1);
    String known = buildpacks.containsKey(id) ? id : ALIASES.getOrDefault(id, id);
    Optional<Buildpack> found = version.isEmpty() ? latest(known)
        : Optional.ofNullable(buildpacks.get(known)).flatMap(all -> all.values().stream().filter(b -> b.version().equals(version)).findFirst());
    String composite = composites.get(id);
    if (found.isEmpty() && composite != null) {
      throw new StageException("StagingError", "buildpack " + composite, "Name its parts instead, one -b each and in their order.");
    }
    return found.orElseThrow(() -> new StageException("StagingError", "there is no buildpack '" + name + "' here; known are " + String.join(", ", buildpacks.keySet()),
        "Name one of these with -b, or leave -b out to let the platform choose."));
  }

  Optional<Buildpack> latest(String id) {
    return Optional.ofNullable(buildpacks.get(id)).map(all -> all.lastEntry().getValue());
  }

  private static List<Integer> numbers(String version) {
    var numbers = new ArrayList<Integer>();
    for (String part : version.split("[.+-]")) {
      numbers.add(part.matches("\\d{1,9}") ? Integer.parseInt(part) : 0);
    }
    return numbers;
  }

  private static int compare(List<Integer> a, List<Integer> b) {
    for (int i = 0; i < Math.max(a.size(), b.size()); i++) {
      int order = Integer.compare(i < a.size() ? a.get(i) : 0, i < b.size() ? b.get(i) : 0);
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  /** One element of a group. */
  public record Member(Buildpack buildpack, boolean optional) {}
}
