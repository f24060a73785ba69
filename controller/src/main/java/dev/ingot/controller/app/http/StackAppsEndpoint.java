package dev.ingot.controller.app.http;

import dev.ingot.api.app.App;
import dev.ingot.api.common.ListBody;
import dev.ingot.controller.app.Apps;
import dev.ingot.controller.http.Lists;
import dev.ingot.controller.listing.ListQuery;
import dev.ingot.controller.stack.Stacks;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** The apps of a stack (source: CF v3 API, "List apps on a stack"); those that name none count for the one they get. */
@RestController
class StackAppsEndpoint {
  private final Stacks stacks;
  private final Apps apps;
  private final AppWire wire;
  private final Lists lists;

  StackAppsEndpoint(Stacks stacks, Apps apps, AppWire wire, Lists lists) {
    this.stacks = stacks;
    this.apps = apps;
    this.wire = wire;
    this.lists = lists;
  }

  @GetMapping("/v3/stacks/{guid}/apps")
  ListBody<App> list(@PathVariable String guid, ListQuery query) {
    var stack = stacks.get(guid);
    var names = stacks.preferred(stack) ? List.of(stack.name(), "") : List.of(stack.name());
    return lists.body(query, apps.list(query.with("stacks", names)), wire::app);
  }
}
