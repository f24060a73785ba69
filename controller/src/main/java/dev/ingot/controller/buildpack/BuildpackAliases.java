package dev.ingot.controller.buildpack;

import dev.ingot.api.error.ApiException;
import dev.ingot.controller.auth.Access;
import dev.ingot.controller.auth.Permission;
import dev.ingot.controller.buildpack.db.BuildpackAliasTable;
import dev.ingot.controller.buildpack.db.BuildpackLock;
import dev.ingot.controller.event.AuditEvents;
import dev.ingot.controller.staging.BuildpackNames;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Names and addresses that stand for other buildpacks (decision 0033). Everybody may see them, admins change them; used by builds from then on. */
@Service
@Transactional
public class BuildpackAliases {
  private static final int MAX = 500;
  private static final int MAX_NAME = 1000;

  private final BuildpackAliasTable table;
  private final BuildpackLock lock;
  private final Access access;
  private final AuditEvents events;

  BuildpackAliases(BuildpackAliasTable table, BuildpackLock lock, Access access, AuditEvents events) {
    this.table = table;
    this.lock = lock;
    this.access = access;
    this.events = events;
  }

  /** Name → id or name of a buildpack. */
  @Transactional(readOnly = true)
  public Map<String, String> all() {
    return table.all();
  }

  /** Adds and replaces; null removes. A target need not be there yet. */
  public Map<String, String> update(Map<String, @Nullable Object> changes) {
    access.platform(Permission.WRITE_PLATFORM);
    lock.take();
    Map<String, String> all = new TreeMap<>(table.all());
    changes.forEach((name, target) -> {
      String plain = BuildpackNames.plain(checked(name));
      if (target == null) {
        all.remove(plain);
      } else if (target instanceof String text) {
        all.put(plain, checked(text));
      } else {
        throw ApiException.unprocessable("Aliases must be names of buildpacks");
      }
    });
    if (all.size() > MAX) {
      throw ApiException.unprocessable("There can be " + MAX + " aliases at most");
    }
    all.values().stream().filter(all::containsKey).findFirst().ifPresent(target -> {
      throw ApiException.unprocessable("An alias must stand for a buildpack, '" + target + "' is an alias itself");
    });
    table.replace(all);
    events.record("audit.buildpack_aliases.update", new AuditEvents.Target("buildpack_aliases", "buildpack_aliases", "", "", ""), Map.of("aliases", changes));
    return all;
  }

  private static String checked(String name) {
    if (name.isBlank() || name.length() > MAX_NAME || name.chars().anyMatch(c -> Character.isISOControl(c) || Character.isWhitespace(c))) {
      throw ApiException.unprocessable("Names of buildpacks must have 1 to " + MAX_NAME + " characters, without spaces");
    }
    return name;
  }
}
