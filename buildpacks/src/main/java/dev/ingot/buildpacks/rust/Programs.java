package dev.ingot.buildpacks.rust;

import dev.ingot.buildpacks.kit.BuildFailure;
import dev.ingot.buildpacks.kit.Json;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/** The programs of a package or workspace, as {@code cargo metadata} tells them; the first is the app's process {@code web}. */
final class Programs {
  private Programs() {}

  /**
   * @param metadata Cargo's answer (format version 1)
   * @param members packages of the workspace that count; empty means all
   * @throws BuildFailure when a member is not there
   */
  static List<String> of(String metadata, List<String> members) {
    var root = Json.object(metadata, "the answer of cargo metadata");
    var names = new LinkedHashSet<String>();
    var first = new ArrayList<String>();
    var packages = new ArrayList<String>();
    if (root.get("packages") instanceof List<?> list) {
      for (var entry : list) {
        if (entry instanceof Map<?, ?> found) {
          var name = String.valueOf(found.get("name"));
          packages.add(name);
          if (members.isEmpty() || members.contains(name)) {
            binaries(found, names);
            if (found.get("default_run") instanceof String chosen) {
              first.add(chosen);
            }
          }
        }
      }
    }
    for (var member : members) {
      if (!packages.contains(member)) {
        throw new BuildFailure("BP_CARGO_WORKSPACE_MEMBERS names '" + member + "', which is no package here. Packages: " + String.join(", ", packages) + ".");
      }
    }
    first.addAll(members);
    first.addAll(List.of("web", "server"));
    var ordered = new LinkedHashSet<>(first);
    ordered.retainAll(names);
    ordered.addAll(names);
    return List.copyOf(ordered);
  }

  private static void binaries(Map<?, ?> found, LinkedHashSet<String> names) {
    if (found.get("targets") instanceof List<?> targets) {
      for (var target : targets) {
        if (target instanceof Map<?, ?> table && table.get("kind") instanceof List<?> kinds && kinds.contains("bin") && String.valueOf(table.get("name")).matches("[A-Za-z0-9._-]+")) {
          names.add(String.valueOf(table.get("name")));
        }
      }
    }
  }
}
