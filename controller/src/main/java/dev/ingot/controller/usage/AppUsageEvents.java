package dev.ingot.controller.usage;

import dev.ingot.api.error.ApiException;
import dev.ingot.controller.auth.Access;
import dev.ingot.controller.auth.Permission;
import dev.ingot.controller.listing.ListQuery;
import dev.ingot.controller.listing.PageOf;
import dev.ingot.controller.usage.db.AppUsageEventEntity;
import dev.ingot.controller.usage.db.AppUsageEventRepository;
import dev.ingot.controller.usage.db.StoredAppUsage;
import dev.ingot.controller.usage.db.UsageLists;
import java.util.List;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What operators read to bill apps. For those who see the whole platform; to others there are none. */
@Service
@Transactional
public class AppUsageEvents {
  private final AppUsageEventRepository events;
  private final UsageLists lists;
  private final StoredAppUsage stored;
  private final Access access;

  AppUsageEvents(AppUsageEventRepository events, UsageLists lists, StoredAppUsage stored, Access access) {
    this.events = events;
    this.lists = lists;
    this.stored = stored;
    this.access = access;
  }

  /** Oldest first, with `after_guid` from the one after that. */
  @Transactional(readOnly = true)
  public PageOf<AppUsageEventEntity> list(ListQuery query) {
    if (!everything()) {
      return lists.after(Long.MAX_VALUE, query);
    }
    List<String> after = query.filter("after_guid");
    long position = after.isEmpty() ? 0 : events.findById(after.getFirst()).map(AppUsageEventEntity::position)
        .orElseThrow(() -> ApiException.unprocessable("After guid filter must be a valid app usage event guid."));
    return lists.after(position, query);
  }

  @Transactional(readOnly = true)
  public AppUsageEventEntity get(String guid) {
    return events.findById(guid).filter(event -> everything()).orElseThrow(() -> ApiException.notFound("App usage event"));
  }

  /** Forgets all, and writes one event for each process that runs. */
  public void purgeAndReseed() {
    access.platform(Permission.WRITE_PLATFORM);
    stored.reseed();
  }

  private boolean everything() {
    return access.spaces(Permission.READ_PLATFORM).all();
  }
}
