package dev.ingot.controller.usage.http;

import dev.ingot.api.common.ListBody;
import dev.ingot.api.usage.AppUsageEvent;
import dev.ingot.controller.http.Links;
import dev.ingot.controller.http.Lists;
import dev.ingot.controller.listing.ListQuery;
import dev.ingot.controller.usage.AppUsageEvents;
import dev.ingot.controller.usage.db.AppUsageEventEntity;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** `/v3/app_usage_events` (source: CF v3 API, "App usage events"). */
@RestController
@RequestMapping("/v3/app_usage_events")
class AppUsageEndpoints {
  private final AppUsageEvents events;
  private final Lists lists;
  private final Links links;

  AppUsageEndpoints(AppUsageEvents events, Lists lists, Links links) {
    this.events = events;
    this.lists = lists;
    this.links = links;
  }

  @GetMapping
  ListBody<AppUsageEvent> list(ListQuery query) {
    return lists.body(query, events.list(query), this::wire);
  }

  @GetMapping("/{guid}")
  AppUsageEvent get(@PathVariable String guid) {
    return wire(events.get(guid));
  }

  @PostMapping("/actions/destructively_purge_all_and_reseed")
  Map<String, Object> purge() {
    events.purgeAndReseed();
    return Map.of();
  }

  private AppUsageEvent wire(AppUsageEventEntity event) {
    return new AppUsageEvent(event.guid(), event.createdAt(), event.updatedAt(), new AppUsageEvent.Text(event.state(), event.previousState()),
        new AppUsageEvent.Named(event.appGuid(), event.appName()), new AppUsageEvent.Process(event.processGuid(), event.processType()),
        new AppUsageEvent.Named(event.spaceGuid(), event.spaceName()), new AppUsageEvent.Owner(event.organizationGuid()),
        new AppUsageEvent.Named(event.buildpackGuid(), event.buildpackName()), new AppUsageEvent.Named(event.taskGuid(), event.taskName()),
        new AppUsageEvent.Number(event.memoryMb(), event.previousMemoryMb()),
        new AppUsageEvent.Number(event.instanceCount(), event.previousInstanceCount()),
        Map.of("self", links.to("/v3/app_usage_events/" + event.guid())));
  }
}
