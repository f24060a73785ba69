package dev.ingot.stager.buildpack;

import dev.ingot.stager.files.SafeFiles;
import dev.ingot.stager.files.StageException;
import dev.ingot.stager.files.Toml;
import dev.ingot.stager.files.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The buildpacks of one staging: the cell's, as `/cnb/buildpacks` has them with their default order, and those that were added. Not thread-safe. */
public final class BuildpackStore {
  /** The buildpack that joins every group, so that a Procfile counts. */
  static final String PROCFILE = "ingot/procfile";
  /** The buildpack that joins every group in front, so that Debian packages an app asks for are there. */
  static final String APT = "ingot/apt";

  private final Path directory;
  private final Map<String, TreeMap<String, Buildpack>> buildpacks = new TreeMap<>();

  private BuildpackStore(Path directory) {
    this.directory = directory;
  }

  /** Reads the cell's tree `<id>/<version>/`. What cannot be used there harms nobody who does not ask for it. */
  public static BuildpackStore load(Path directory) throws IOException {
    var store = new BuildpackStore(directory);
    store.addTree(directory, Workspace.BUILDPACKS);
    return store;
  }

  /** Adds a tree `<id>/<version>/`, which the build container sees at `seenAs`. A buildpack that is there already is replaced. */
  public void addTree(Path tree, String seenAs) throws IOException {
    for (Path id : SafeFiles.children(tree)) {
      for (Path version : SafeFiles.children(id)) {
        if (DescriptorReader.has(version)) {
          add(read(version, seenAs + "/" + id.getFileName() + "/" + version.getFileName()));
        }
      }
    }
  }

  /** Adds one. A buildpack of the same id and version is replaced. */
  public void add(Buildpack buildpack) {
    buildpacks.computeIfAbsent(buildpack.id(), id -> new TreeMap<>(BuildpackStore::compare)).put(buildpack.version(), buildpack);
  }

  /** The buildpack in this directory; one with a problem when its descriptor cannot be used. Then its names are those of its directories. */
  public static Buildpack read(Path directory, String seenAs) {
    try {
      return new Buildpack(DescriptorReader.read(directory), directory, seenAs);
    } catch (IOException e) {
      Path parent = directory.getParent();
      String id = parent == null ? "" : parent.getFileName().toString().replace('_', '/');
      return Buildpack.broken(id, directory.getFileName().toString(), directory, String.valueOf(e.getMessage()));
    }
  }

  /** @throws IOException when no buildpack can be called so */
  public static void checkName(String id, String version) throws IOException {
    DescriptorReader.check(id, version);
  }

  /** Groups to try: the ids the user asked for as one group, else the default order. */
  public List<List<Member>> order(List<String> chosen) throws IOException, StageException {
    return chosen.isEmpty() ? defaultOrder("order") : List.of(chosenGroup(chosen));
  }

  /** Image extensions to try in front of every group; empty when the cell has none. */
  public List<List<Member>> extensions() throws IOException {
    return Files.isRegularFile(directory.resolve("order.toml")) ? defaultOrder("order-extensions") : List.of();
  }

  private List<Member> chosenGroup(List<String> chosen) throws StageException {
    var group = new ArrayList<Member>();
    for (String name : chosen) {
      group.add(new Member(find(name), false));
    }
    return withJoiners(group);
  }

  /** A Procfile counts whichever buildpack was named, as in CF, and so does a list of Debian packages. */
  public List<Member> withJoiners(List<Member> group) {
    return withPackages(withProcfile(group));
  }

  List<Member> withProcfile(List<Member> group) {
    var all = new ArrayList<>(group);
    latest(PROCFILE).filter(procfile -> lacks(group, PROCFILE)).ifPresent(procfile -> all.add(new Member(procfile, true)));
    return all;
  }

  List<Member> withPackages(List<Member> group) {
    var all = new ArrayList<>(group);
    latest(APT).filter(apt -> lacks(group, APT)).ifPresent(apt -> all.addFirst(new Member(apt, true)));
    return all;
  }

  private static boolean lacks(List<Member> group, String id) {
    return group.stream().noneMatch(m -> m.buildpack().id().equals(id));
  }

  /** The optional ones behind this id in the first group of the default order that it leads. */
  List<Member> optionalBehind(String id) throws StageException {
    try {
      return defaultOrder("order").stream().map(group -> group.stream().dropWhile(Member::optional).toList())
          .filter(group -> !group.isEmpty() && group.getFirst().buildpack().id().equals(id)).findFirst().map(group -> group.stream().skip(1).filter(Member::optional).toList()).orElse(List.of());
    } catch (IOException e) {
      throw new StageException("StagingError", "the cell's order of buildpacks cannot be read: " + e.getMessage(), "See order.toml among the cell's buildpacks.");
    }
  }

  /**
   * Groups with the operator's system buildpacks, those of `system.toml` beside the order: at the front and at the end of each, unless the
   * group has that id already. Source: CNB platform spec, "system.toml"; buildpacks-and-images.md §1.5.
   */
  public List<List<Member>> withSystem(List<List<Member>> groups) throws IOException {
    Path file = directory.resolve("system.toml");
    if (!Files.isRegularFile(file)) {
      return groups;
    }
    var system = Toml.table(Toml.read(file), "system");
    var pre = members("system.toml", DescriptorReader.elements(Toml.table(system, "pre"), "buildpacks"));
    var post = members("system.toml", DescriptorReader.elements(Toml.table(system, "post"), "buildpacks"));
    return groups.stream().map(group -> {
      var whole = new ArrayList<>(missing(pre, group));
      whole.addAll(group);
      whole.addAll(missing(post, group));
      return List.copyOf(whole);
    }).toList();
  }

  private static List<Member> missing(List<Member> wanted, List<Member> group) {
    return wanted.stream().filter(one -> group.stream().noneMatch(m -> m.buildpack().id().equals(one.buildpack().id()))).toList();
  }

  private List<List<Member>> defaultOrder(String key) throws IOException {
    Path file = directory.resolve("order.toml");
    if (!Files.isRegularFile(file)) {
      return buildpacks.values().stream().map(all -> all.lastEntry().getValue()).filter(b -> !b.extension()).map(b -> List.of(new Member(b, false))).toList();
    }
    var groups = new ArrayList<List<Member>>();
    for (var group : Toml.tables(Toml.read(file), key)) {
      groups.add(members("order.toml", DescriptorReader.elements(group, "group")));
    }
    return groups;
  }

  /** The groups of a composite. An element that is not here is a member with a problem. */
  public List<List<Member>> parts(Buildpack composite) {
    return composite.descriptor().order().stream().map(group -> members(composite.ref(), group)).toList();
  }

  private List<Member> members(String who, List<Descriptor.Element> elements) {
    return elements.stream().map(e -> new Member(lookup(e.id(), e.version()).orElseGet(() -> missing(who, e)), e.optional(), e.execEnv())).toList();
  }

  private Buildpack missing(String who, Descriptor.Element element) {
    return Buildpack.broken(element.id(), element.version(), directory, who + " names it, and it is not here");
  }

  /** One by id and version; `version` "" = the newest. */
  public Optional<Buildpack> lookup(String id, String version) {
    return version.isEmpty() ? latest(id)
        : Optional.ofNullable(buildpacks.get(id)).flatMap(all -> all.values().stream().filter(b -> b.version().equals(version)).findFirst());
  }

  /** A buildpack by `id` or `id@version`; the highest version when none is given. What else it may be called is the controller's to know. */
  public Buildpack find(String name) throws StageException {
    int at = name.lastIndexOf('@');
    String id = at < 0 ? name : name.substring(0, at);
    var found = lookup(id, at < 0 ? "" : name.substring(at + 1)).orElseThrow(() -> new StageException("StagingError",
        "there is no buildpack '" + name + "' here; known are " + String.join(", ", buildpacks.keySet()), "Name one of these with -b, or leave -b out to let the platform choose."));
    if (!found.problem().isEmpty()) {
      throw new StageException("StagingError", found.ref(), "buildpack " + found.ref() + " cannot be used: " + found.problem(), 0, List.of(), "Use another release of the buildpack.");
    }
    return found;
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

  /** By their numbers; `1.0.0-rc1` is before `1.0.0`, and another version. */
  private static int compare(String one, String other) {
    int order = compareNumbers(numbers(one.replaceFirst("[-+].*", "")), numbers(other.replaceFirst("[-+].*", "")));
    if (order == 0) {
      order = Boolean.compare(!one.contains("-"), !other.contains("-"));
    }
    order = order == 0 ? compareNumbers(numbers(one), numbers(other)) : order;
    return order == 0 ? one.compareTo(other) : order;
  }

  private static int compareNumbers(List<Integer> a, List<Integer> b) {
    for (int i = 0; i < Math.max(a.size(), b.size()); i++) {
      int order = Integer.compare(i < a.size() ? a.get(i) : 0, i < b.size() ? b.get(i) : 0);
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }
}
