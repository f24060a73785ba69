package dev.ingot.controller.process.http;

import dev.ingot.api.app.CurrentDroplet;
import dev.ingot.api.common.Ref;
import dev.ingot.controller.app.Apps;
import dev.ingot.controller.app.db.AppEntity;
import dev.ingot.controller.auth.Permission;
import dev.ingot.controller.http.Links;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Which droplet is an app's current one. */
@RestController
@RequestMapping("/v3/apps/{guid}/relationships/current_droplet")
class CurrentDropletEndpoints {
  private final Apps apps;
  private final dev.ingot.controller.process.CurrentDroplet current;
  private final Links links;

  CurrentDropletEndpoints(Apps apps, dev.ingot.controller.process.CurrentDroplet current, Links links) {
    this.apps = apps;
    this.current = current;
    this.links = links;
  }

  @GetMapping
  CurrentDroplet get(@PathVariable String guid) {
    AppEntity app = apps.get(guid, Permission.READ_SPACE);
    if (app.dropletGuid() == null) {
      throw dev.ingot.api.error.ApiException.notFound("Droplet");
    }
    return wire(app);
  }

  @PatchMapping
  CurrentDroplet set(@PathVariable String guid, @RequestBody CurrentDroplet request) {
    return wire(current.assign(guid, request.data() == null ? null : request.data().guid()));
  }

  private CurrentDroplet wire(AppEntity app) {
    String path = "/v3/apps/" + app.guid();
    return new CurrentDroplet(new Ref(java.util.Objects.requireNonNull(app.dropletGuid())),
        Map.of("self", links.to(path + "/relationships/current_droplet"), "related", links.to(path + "/droplets/current")));
  }
}
