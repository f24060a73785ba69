package dev.ingot.stager.prepare;

import dev.ingot.oci.layer.Trees;
import dev.ingot.stager.files.SafeFiles;
import dev.ingot.stager.files.StageException;
import dev.ingot.stager.files.Toml;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** `project.toml` of the app: which files take part, which variables the build gets. Source: CNB project descriptor 0.2. */
public record ProjectDescriptor(Map<String, String> buildEnv, List<String> exclude, List<String> include) {
  /** Reads the descriptor when there is one. */
  public static ProjectDescriptor read(Path app) throws StageException {
    Path file = app.resolve("project.toml");
    if (!SafeFiles.isFile(file)) {
      return new ProjectDescriptor(Map.of(), List.of(), List.of());
    }
    try {
      var toml = Toml.read(file);
      var buildpacks = Toml.table(Toml.table(toml, "io"), "buildpacks");
      var env = new java.util.LinkedHashMap<String, String>();
      Toml.tables(Toml.table(buildpacks, "build"), "env").forEach(e -> env.put(Toml.text(e, "name"), Toml.text(e, "value")));
      var old = Toml.table(toml, "build");
      Toml.tables(old, "env").forEach(e -> env.put(Toml.text(e, "name"), Toml.text(e, "value")));
      var exclude = new ArrayList<>(Toml.texts(buildpacks, "exclude"));
      exclude.addAll(Toml.texts(old, "exclude"));
      var include = new ArrayList<>(Toml.texts(buildpacks, "include"));
      include.addAll(Toml.texts(old, "include"));
      if (!exclude.isEmpty() && !include.isEmpty()) {
        throw new IOException("project.toml has both include and exclude");
      }
      return new ProjectDescriptor(env, exclude, include);
    } catch (IOException e) {
      throw new StageException("StagingError", "the app's project.toml cannot be used: " + e.getMessage(), "Correct project.toml and push again.");
    }
  }

  /** Removes from the app directory what does not take part. */
  public void apply(Path app) throws IOException, StageException {
    if (exclude.isEmpty() && include.isEmpty()) {
      return;
    }
    var patterns = new ArrayList<PathMatcher>();
    for (String pattern : exclude.isEmpty() ? include : exclude) {
      patterns.addAll(matchers(pattern));
    }
    remove(app, app, patterns, exclude.isEmpty());
  }

  private static boolean remove(Path app, Path directory, List<PathMatcher> patterns, boolean keepMatches) throws IOException {
    boolean empty = true;
    for (Path child : SafeFiles.children(directory)) {
      Path relative = app.relativize(child);
      boolean matches = patterns.stream().anyMatch(p -> p.matches(relative));
      boolean keep = matches == keepMatches;
      if (keep && keepMatches) {
        empty = false;
      } else if (SafeFiles.isDirectory(child) && !matches) {
        boolean childEmpty = remove(app, child, patterns, keepMatches);
        if (childEmpty && keepMatches) {
          Trees.delete(child);
        } else {
          empty = false;
        }
      } else if (!keep) {
        Trees.delete(child);
      } else {
        empty = false;
      }
    }
    return empty;
  }

  private static List<PathMatcher> matchers(String pattern) throws StageException {
    String text = pattern.endsWith("/") ? pattern.substring(0, pattern.length() - 1) : pattern;
    boolean anchored = text.contains("/");
    text = (text.startsWith("/") ? text.substring(1) : text).replace("{", "\\{").replace("}", "\\}");
    try {
      var list = new ArrayList<PathMatcher>();
      list.add(FileSystems.getDefault().getPathMatcher("glob:" + text));
      if (!anchored) {
        list.add(FileSystems.getDefault().getPathMatcher("glob:**/" + text));
      } else if (text.startsWith("**/")) {
        list.add(FileSystems.getDefault().getPathMatcher("glob:" + text.substring(3)));
      }
      return list;
    } catch (IllegalArgumentException e) {
      throw new StageException("StagingError", "project.toml has the unusable pattern '" + pattern + "'", "Correct project.toml and push again.");
    }
  }
}
