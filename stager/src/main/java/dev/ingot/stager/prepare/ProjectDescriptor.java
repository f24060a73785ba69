package dev.ingot.stager.prepare;

import dev.ingot.stager.files.SafeFiles;
import dev.ingot.stager.files.StageException;
import dev.ingot.stager.files.Toml;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * `project.toml` of the app. Source: CNB project descriptor extension spec, schema 0.2; buildpacks-and-images.md §1.13. Read as well: 0.1, as
 * it was before the table `[_]`, and `exec-env` of 0.3.
 *
 * @param buildEnv variables of the build that the descriptor sets
 * @param exclude patterns of files that take no part; or, but not with it:
 * @param include patterns of the only files that take part
 * @param group buildpacks to use instead of the platform's order; empty = the platform's order
 * @param before buildpacks in front of every group
 * @param after buildpacks at the end of every group
 * @param warnings what is not used of it, in words
 */
public record ProjectDescriptor(Map<String, String> buildEnv, List<String> exclude, List<String> include, List<Wanted> group, List<Wanted> before,
    List<Wanted> after, List<String> warnings) {
  /** Nothing is said. */
  public static final ProjectDescriptor NONE = new ProjectDescriptor(Map.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of());

  private static final String FILE = "project.toml";
  private static final int MAX_BUILDPACKS = 100;
  private static final int MAX_PATTERNS = 1000;

  /**
   * A buildpack that is asked for: by id, by uri, or written down right there.
   *
   * @param version "" = the newest
   * @param uri "" = none
   * @param script null = none
   */
  public record Wanted(String id, String version, String uri, @org.jspecify.annotations.Nullable Script script, List<String> execEnv) {
    /** For people. */
    public String shown() {
      return !id.isEmpty() ? id + (version.isEmpty() ? "" : "@" + version) : uri;
    }
  }

  /** An inline buildpack's `bin/build`. `shell` runs it, an absolute path and maybe one argument. */
  public record Script(String api, String inline, String shell) {}

  /** Reads the descriptor when there is one. */
  public static ProjectDescriptor read(Path app) throws StageException {
    return read(app, "production");
  }

  /** Reads the descriptor when there is one. @param execEnv execution environment of this build; variables for others are left out */
  public static ProjectDescriptor read(Path app, String execEnv) throws StageException {
    Path file = app.resolve(FILE);
    if (!SafeFiles.isFile(file)) {
      return NONE;
    }
    try {
      return parse(Toml.read(file), execEnv);
    } catch (IOException e) {
      throw new StageException("StagingError", "the app's project.toml cannot be used: " + e.getMessage(), "Correct project.toml and push again.");
    }
  }

  private static ProjectDescriptor parse(Map<String, Object> toml, String execEnv) throws IOException {
    var warnings = new ArrayList<String>();
    String version = Toml.text(Toml.table(toml, "_"), "schema-version");
    if (!version.isEmpty() && !version.matches("0\\.[123]")) {
      throw new IOException("it has the schema-version '" + version + "'; 0.1, 0.2 and 0.3 are known");
    }
    boolean first = version.equals("0.1") || version.isEmpty() && !toml.containsKey("_") && !toml.containsKey("io");
    if (first && version.isEmpty()) {
      warnings.add("project.toml names no schema-version, 0.1 is assumed");
    }
    var table = first ? Toml.table(toml, "build") : Toml.table(Toml.table(toml, "io"), "buildpacks");
    var env = new LinkedHashMap<String, String>();
    if (first) {
      variables(table, "env", execEnv, env);
    } else {
      variables(Toml.table(table, "build"), "env", execEnv, env);
      // a mistake that many files have, which pack reads too
      variables(Toml.table(table, "env"), "build", execEnv, env);
    }
    var exclude = patterns(table, "exclude");
    var include = patterns(table, "include");
    if (!exclude.isEmpty() && !include.isEmpty()) {
      throw new IOException("it has both include and exclude");
    }
    if (!Toml.text(table, "builder").isEmpty()) {
      warnings.add("project.toml asks for the builder " + Toml.text(table, "builder") + "; the platform's stack and buildpacks are used");
    }
    return new ProjectDescriptor(env, exclude, include, wanted(table, first ? "buildpacks" : "group"), wanted(Toml.table(table, "pre"), first ? "buildpacks" : "group"),
        wanted(Toml.table(table, "post"), first ? "buildpacks" : "group"), warnings);
  }

  private static void variables(Map<String, Object> table, String key, String execEnv, Map<String, String> env) throws IOException {
    for (var variable : Toml.tables(table, key)) {
      if (!(variable.get("name") instanceof String name) || !(variable.get("value") instanceof String value)) {
        throw new IOException("a variable of the build needs a 'name' and a 'value', both in quotes");
      }
      var execEnvs = Toml.texts(variable, "exec-env");
      if (execEnvs.isEmpty() || execEnvs.contains("*") || execEnvs.contains(execEnv)) {
        env.put(name, value);
      }
    }
  }

  private static List<String> patterns(Map<String, Object> table, String key) throws IOException {
    if (table.containsKey(key) && !(table.get(key) instanceof List<?>)) {
      throw new IOException("'" + key + "' must be a list of patterns");
    }
    var patterns = Toml.texts(table, key);
    if (patterns.size() > MAX_PATTERNS) {
      throw new IOException("'" + key + "' has more than " + MAX_PATTERNS + " patterns");
    }
    return patterns;
  }

  private static List<Wanted> wanted(Map<String, Object> table, String key) throws IOException {
    var all = new ArrayList<Wanted>();
    for (var one : Toml.tables(table, key)) {
      var script = one.containsKey("script") ? script(Toml.table(one, "script")) : null;
      var wanted = new Wanted(Toml.text(one, "id"), Toml.text(one, "version"), Toml.text(one, "uri"), script, Toml.texts(one, "exec-env"));
      if (wanted.id.isEmpty() && (wanted.uri.isEmpty() || script != null)) {
        throw new IOException("a buildpack in '" + key + "' needs an id, and an inline one too");
      }
      all.add(wanted);
    }
    if (all.size() > MAX_BUILDPACKS) {
      throw new IOException("it names more than " + MAX_BUILDPACKS + " buildpacks");
    }
    return all;
  }

  private static Script script(Map<String, Object> table) throws IOException {
    String api = Toml.text(table, "api");
    String shell = Toml.text(table, "shell").isEmpty() ? "/bin/sh" : Toml.text(table, "shell");
    if (!api.matches("0\\.([7-9]|1[0-2])")) {
      throw new IOException("an inline buildpack has the Buildpack API '" + api + "'; 0.7 to 0.12 are supported");
    }
    if (Toml.text(table, "inline").isBlank()) {
      throw new IOException("an inline buildpack has no 'inline' script");
    }
    if (!shell.matches("/[^\\p{Cntrl}]{0,100}")) {
      throw new IOException("the shell '" + shell + "' of an inline buildpack must be an absolute path");
    }
    return new Script(api, Toml.text(table, "inline"), shell);
  }

  /** Removes from the app directory what does not take part. */
  public void apply(Path app) throws IOException {
    if (!exclude.isEmpty()) {
      new AppFiles(app, new GitIgnore(exclude)).removeMatched();
    } else if (!include.isEmpty()) {
      new AppFiles(app, new GitIgnore(include)).keepMatched();
    }
  }
}
