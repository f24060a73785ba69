package dev.ingot.controller.revision;

import dev.ingot.controller.process.db.SidecarState;
import dev.ingot.controller.revision.db.RevisionEntity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Why an app needs a new revision, in CF's words. Pure. */
final class RevisionReasons {
  private RevisionReasons() {}

  /** What an app is now. @param sidecars sorted by name */
  record Now(String dropletGuid, Map<String, String> environment, Map<String, String> commands, List<SidecarState> sidecars) {}

  /** Empty when the app still is what its last revision says. @param last null = it has none */
  static List<String> of(@Nullable RevisionEntity last, Now now) {
    if (last == null) {
      return List.of("Initial revision.");
    }
    List<String> reasons = new ArrayList<>();
    if (!last.dropletGuid().equals(now.dropletGuid())) {
      reasons.add("New droplet deployed.");
    }
    if (!last.environment().equals(now.environment())) {
      reasons.add("New environment variables deployed.");
    }
    commands(last.commands(), now.commands(), reasons);
    if (!last.sidecars().equals(now.sidecars())) {
      reasons.add("Sidecars updated.");
    }
    return reasons.stream().sorted().toList();
  }

  private static void commands(Map<String, String> before, Map<String, String> now, List<String> reasons) {
    var types = new TreeSet<>(before.keySet());
    types.addAll(now.keySet());
    for (String type : types) {
      String was = before.get(type);
      String is = now.get(type);
      if (!Objects.equals(was, is)) {
        String what = was == null ? "added" : is == null ? "removed" : "updated";
        reasons.add("Custom start command " + what + " for '" + type + "' process.");
      }
    }
  }
}
