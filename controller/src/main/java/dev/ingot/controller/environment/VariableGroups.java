package dev.ingot.controller.environment;

import dev.ingot.api.error.ApiException;
import dev.ingot.controller.app.UserEnvironment;
import dev.ingot.controller.auth.Access;
import dev.ingot.controller.auth.Permission;
import dev.ingot.controller.environment.db.VariableGroupTable;
import dev.ingot.controller.environment.db.VariableGroupTable.Group;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Variables that all apps get, `running` for instances and tasks, `staging` for builds; what an app sets itself wins. */
@Service
@Transactional(readOnly = true)
public class VariableGroups {
  /** The group of instances and tasks. */
  public static final String RUNNING = "running";
  /** The group of builds. */
  public static final String STAGING = "staging";

  private final VariableGroupTable table;
  private final Access access;
  private final Clock clock;

  VariableGroups(VariableGroupTable table, Access access, Clock clock) {
    this.table = table;
    this.access = access;
    this.clock = clock;
  }

  /** The variables of a group, by name; whoever asks. */
  public Map<String, String> variables(String name) {
    return table.read(name).variables();
  }

  /** The group; everybody who is logged in may see it. 404 for another name than the two. */
  public Group get(String name) {
    requireKnown(name);
    return table.read(name);
  }

  /** Lays variables over it; null removes. Seen by what starts from now on. For admins. */
  @Transactional
  public Group update(String name, Map<String, @Nullable Object> changes) {
    requireKnown(name);
    access.platform(Permission.WRITE_PLATFORM);
    var merged = new TreeMap<>(table.lock(name, clock.instant()).variables());
    changes.forEach((key, value) -> {
      if (value == null) {
        merged.remove(key);
      } else if (value instanceof String text) {
        merged.put(key, text);
      } else {
        throw ApiException.unprocessable("Var Non-string value in environment variable for key '" + shorten(key) + "', value '" + shorten(value.toString()) + "'");
      }
    });
    String problem = UserEnvironment.problem(merged);
    if (problem != null) {
      throw ApiException.unprocessable(problem);
    }
    table.write(name, merged, clock.instant());
    return table.read(name);
  }

  private static void requireKnown(String name) {
    if (!Set.of(RUNNING, STAGING).contains(name)) {
      throw ApiException.notFound("Environment variable group");
    }
  }

  private static String shorten(String text) {
    return text.length() > 80 ? text.substring(0, 80) + "…" : text;
  }
}
