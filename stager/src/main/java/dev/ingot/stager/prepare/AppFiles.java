package dev.ingot.stager.prepare;

import dev.ingot.oci.layer.Trees;
import dev.ingot.stager.files.SafeFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Takes files out of the app by patterns. Links are entries like others and are not followed. */
record AppFiles(Path app, GitIgnore patterns) {
  /** What matches goes, with all below it. */
  void removeMatched() throws IOException {
    removeMatched(app, List.of());
  }

  private void removeMatched(Path directory, List<String> path) throws IOException {
    for (Path child : SafeFiles.children(directory)) {
      var name = below(path, child);
      boolean isDirectory = SafeFiles.isDirectory(child);
      if (patterns.matches(name, isDirectory)) {
        Trees.delete(child);
      } else if (isDirectory) {
        removeMatched(child, name);
      }
    }
  }

  /** What matches stays, with all below it and the directories above it; all else goes. */
  void keepMatched() throws IOException {
    keepMatched(app, List.of());
  }

  private boolean keepMatched(Path directory, List<String> path) throws IOException {
    boolean kept = false;
    for (Path child : SafeFiles.children(directory)) {
      var name = below(path, child);
      boolean isDirectory = SafeFiles.isDirectory(child);
      if (patterns.matches(name, isDirectory)) {
        kept = true;
      } else if (isDirectory && keepMatched(child, name)) {
        kept = true;
      } else if (!isDirectory) {
        Trees.delete(child);
      } else {
        Files.delete(child);
      }
    }
    return kept;
  }

  private static List<String> below(List<String> path, Path child) {
    var name = new ArrayList<>(path);
    name.add(child.getFileName().toString());
    return name;
  }
}
