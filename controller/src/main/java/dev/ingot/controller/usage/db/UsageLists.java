package dev.ingot.controller.usage.db;

import dev.ingot.controller.listing.ListQuery;
import dev.ingot.controller.listing.PageOf;
import dev.ingot.controller.listing.db.Listing;
import org.springframework.data.domain.Sort;
import org.springframework.stereotype.Component;

/** Lists app usage events in the order they were written. */
@Component
public class UsageLists {
  private static final Listing<AppUsageEventEntity> LISTING = Listing.of(AppUsageEventEntity.class).allow("after_guid")
      .ownOrder(Sort.by("position"));

  private final AppUsageEventRepository events;

  UsageLists(AppUsageEventRepository events) {
    this.events = events;
  }

  /** Those written after this position. */
  public PageOf<AppUsageEventEntity> after(long position, ListQuery query) {
    return LISTING.page(events, query, (root, criteria, builder) -> builder.greaterThan(root.get("position"), position));
  }
}
