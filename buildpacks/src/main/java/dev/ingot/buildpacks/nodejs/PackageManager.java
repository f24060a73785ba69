package dev.ingot.buildpacks.nodejs;

import dev.ingot.buildpacks.kit.BuildContext;
import dev.ingot.buildpacks.kit.BuildFailure;
import dev.ingot.buildpacks.kit.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The tool that installs the app's modules.
 *
 * @param kind which of the four dialects it speaks
 * @param range of its versions, as npm reads ranges
 * @param origin where the app says so, for people
 * @param lockFile name of the lock file in the app's directory, empty when there is none
 * @param own the tool's program when the app brings it along ({@code .yarn/releases}); then the range does not matter
 */
record PackageManager(Kind kind, String range, String origin, String lockFile, Optional<Path> own) {
  /** Dialects. Yarn 1 and its successors have only the name in common. */
  enum Kind {
    NPM("npm"), YARN_CLASSIC("yarn"), YARN("@yarnpkg/cli-dist"), PNPM("pnpm");

    private final String npmPackage;

    Kind(String npmPackage) {
      this.npmPackage = npmPackage;
    }

    /** The package of the npm registry that contains it. */
    String npmPackage() {
      return npmPackage;
    }

    /** The command people type. */
    String command() {
      return this == YARN ? "yarn" : npmPackage;
    }
  }

  private static final Pattern PINNED = Pattern.compile("([a-z]+)@v?(\\d[^+\\s]*)(\\+\\S*)?");
  private static final Pattern YARN_PATH = Pattern.compile("(?m)^\\s*(?:yarnPath:|yarn-path)\\s*[\"']?([^\"'\\r\\n#]+?)[\"']?\\s*$");
  private static final Pattern LOCK_VERSION = Pattern.compile("(?m)^(?:lockfileVersion:|\\s+version:)\\s*'?\"?(\\d+)");

  /**
   * The field {@code packageManager} (or {@code devEngines.packageManager}) says which; else the lock file does, npm's before pnpm's before yarn's.
   *
   * @throws BuildFailure when it is a tool this buildpack does not know, or a program that was not pushed
   */
  static PackageManager of(BuildContext context, PackageJson app) throws IOException {
    var locks = locks(context);
    var pinned = pinned(app);
    var name = pinned.isPresent() ? pinned.get().getFirst() : locks.isEmpty() ? "npm" : locks.firstEntry().getValue();
    var lock = locks.entrySet().stream().filter(entry -> entry.getValue().equals(name)).map(Map.Entry::getKey).findFirst().orElse("");
    if (locks.values().stream().distinct().count() > 1) {
      context.log().warn("there are lock files of several package managers " + locks.keySet() + "; " + name + " is used. Delete the others, or set packageManager in package.json.");
    }
    if (pinned.isPresent()) {
      return of(context, name, pinned.get().getLast(), "packageManager of package.json", lock);
    }
    var engine = app.engine(name).strip();
    return of(context, name, engine, "engines." + name + " of package.json", lock);
  }

  private static LinkedHashMap<String, String> locks(BuildContext context) {
    var locks = new LinkedHashMap<String, String>();
    for (var pair : List.of("npm-shrinkwrap.json=npm", "package-lock.json=npm", "pnpm-lock.yaml=pnpm", "yarn.lock=yarn")) {
      var file = pair.substring(0, pair.indexOf('='));
      if (Files.isRegularFile(context.app().resolve(file))) {
        locks.put(file, pair.substring(pair.indexOf('=') + 1));
      }
    }
    return locks;
  }

  /** Name and version or range. */
  private static Optional<List<String>> pinned(PackageJson app) {
    var field = Json.string(app.json(), "packageManager").strip();
    if (!field.isEmpty()) {
      var match = PINNED.matcher(field);
      if (!match.matches()) {
        throw new BuildFailure("packageManager of package.json is '" + field + "', which is not name@version. Write one such as pnpm@10.11.0.");
      }
      return Optional.of(List.of(match.group(1), match.group(2)));
    }
    var engines = Json.object(Json.object(app.json(), "devEngines"), "packageManager");
    var name = Json.string(engines, "name");
    return name.isEmpty() ? Optional.empty() : Optional.of(List.of(name, Json.string(engines, "version")));
  }

  private static PackageManager of(BuildContext context, String name, String range, String origin, String lock) throws IOException {
    return switch (name) {
      case "npm" -> new PackageManager(Kind.NPM, range, origin, lock, Optional.empty());
      case "pnpm" -> new PackageManager(Kind.PNPM, range.isEmpty() ? pnpmLine(context, lock) : range, range.isEmpty() ? "pnpm-lock.yaml" : origin, lock, Optional.empty());
      case "yarn" -> yarn(context, range, origin, lock);
      default -> throw new BuildFailure("package.json asks for the package manager " + name + ", which this buildpack does not have; npm, yarn and pnpm it has.");
    };
  }

  private static PackageManager yarn(BuildContext context, String range, String origin, String lock) throws IOException {
    var text = lock.isEmpty() ? "" : String.valueOf(context.appText(lock));
    boolean classic = range.isEmpty() ? !text.contains("__metadata:") && !Files.isRegularFile(context.app().resolve(".yarnrc.yml")) : range.matches("[~^=v]*1([.].*)?|1[.]x.*");
    var kind = classic ? Kind.YARN_CLASSIC : Kind.YARN;
    var own = own(context, classic ? ".yarnrc" : ".yarnrc.yml");
    if (!range.isEmpty()) {
      return new PackageManager(kind, range, origin, lock, own);
    }
    return new PackageManager(kind, classic ? "^1.22.0" : lockVersion(text) >= 8 || text.isEmpty() ? "^4.0.0" : "^3.0.0", lock.isEmpty() ? "the buildpack's default" : lock, lock, own);
  }

  private static Optional<Path> own(BuildContext context, String settings) throws IOException {
    var text = context.appText(settings);
    var match = YARN_PATH.matcher(text == null ? "" : text);
    if (!match.find()) {
      return Optional.empty();
    }
    var program = context.app().resolve(match.group(1)).normalize();
    if (!program.startsWith(context.app()) || !Files.isRegularFile(program)) {
      throw new BuildFailure(settings + " names the program " + match.group(1) + ", which is not in the app's directory. Push it (see .cfignore), or delete that line and set packageManager in package.json.");
    }
    return Optional.of(program);
  }

  private static String pnpmLine(BuildContext context, String lock) throws IOException {
    int version = lock.isEmpty() ? 9 : lockVersion(String.valueOf(context.appText(lock)));
    return version >= 9 ? "^10.0.0" : version >= 6 ? "^8.0.0" : "^7.0.0";
  }

  private static int lockVersion(String text) {
    var match = LOCK_VERSION.matcher(text);
    return match.find() && match.group(1).length() < 5 ? Integer.parseInt(match.group(1)) : 0;
  }

  /** Words that install; what is locked stays as it is locked. @param development with the modules that only building needs, which Yarn 2 and later always adds */
  List<String> install(boolean development) {
    boolean locked = !lockFile.isEmpty();
    var words = new ArrayList<>(List.of(kind.command()));
    words.addAll(switch (kind) {
      case NPM -> List.of(locked ? "ci" : "install", "--no-audit", "--no-fund", "--no-update-notifier", development ? "--include=dev" : "--omit=dev");
      case YARN_CLASSIC -> List.of("install", "--non-interactive", "--no-progress", development ? "--production=false" : "--production=true");
      // Only the whole installation is held against the lock file; `workspaces focus` takes what is needed.
      case YARN -> List.of("install", locked ? "--immutable" : "--no-immutable");
      case PNPM -> List.of("install", "--reporter=append-only", development ? "--prod=false" : "--prod", locked ? "--frozen-lockfile" : "--no-frozen-lockfile");
    });
    if (kind == Kind.NPM && !locked) {
      words.addAll(List.of("--no-save", "--no-package-lock"));
    }
    if (kind == Kind.YARN_CLASSIC) {
      words.add(locked ? "--frozen-lockfile" : "--no-lockfile");
    }
    return words;
  }

  /** Words that remove what only building needed, without running scripts again. @param workspaces the app consists of several packages */
  List<String> prune(boolean workspaces) {
    return switch (kind) {
      case NPM -> List.of("npm", "prune", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund");
      case YARN_CLASSIC -> List.of("yarn", "install", "--production=true", "--ignore-scripts", "--prefer-offline", "--non-interactive", "--no-progress", lockFile.isEmpty() ? "--no-lockfile" : "--frozen-lockfile");
      case YARN -> List.of("yarn", "workspaces", "focus", "--all", "--production");
      // `pnpm prune` looks at one package only.
      case PNPM -> workspaces ? List.of("pnpm", "install", "--prod", "--prefer-offline", "--frozen-lockfile", "--reporter=append-only", "--config.confirmModulesPurge=false")
          : List.of("pnpm", "prune", "--prod", "--ignore-scripts");
    };
  }

  /** What a person does when the lock file does not fit. */
  String remedy() {
    return lockFile.isEmpty() ? kind.command() + "'s own message above says why."
        : "If it says that package.json and " + lockFile + " differ, run `" + kind.command() + " install` and push again.";
  }
}
