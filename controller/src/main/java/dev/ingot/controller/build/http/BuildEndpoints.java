package dev.ingot.controller.build.http;

import dev.ingot.api.app.Lifecycle;
import dev.ingot.api.build.Build;
import dev.ingot.api.build.BuildRequest;
import dev.ingot.api.common.Link;
import dev.ingot.api.common.ListBody;
import dev.ingot.api.common.Ref;
import dev.ingot.api.common.ToOne;
import dev.ingot.controller.build.Builds;
import dev.ingot.controller.build.db.BuildEntity;
import dev.ingot.controller.http.Answers;
import dev.ingot.controller.http.Links;
import dev.ingot.controller.http.Lists;
import dev.ingot.controller.listing.ListQuery;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** `/v3/builds` and the builds of an app (source: CF v3 API, "Builds"). */
@RestController
class BuildEndpoints {
  private final Builds builds;
  private final Lists lists;
  private final Links links;

  BuildEndpoints(Builds builds, Lists lists, Links links) {
    this.builds = builds;
    this.lists = lists;
    this.links = links;
  }

  @GetMapping("/v3/builds")
  ListBody<Build> list(ListQuery query) {
    return lists.body(query, builds.list(query), this::wire);
  }

  @GetMapping("/v3/apps/{appGuid}/builds")
  ListBody<Build> ofApp(@PathVariable String appGuid, ListQuery query) {
    return lists.body(query, builds.ofApp(appGuid, query), this::wire);
  }

  @PostMapping("/v3/builds")
  ResponseEntity<Build> create(@RequestBody BuildRequest request) {
    return Answers.created(wire(builds.create(request)));
  }

  @GetMapping("/v3/builds/{guid}")
  Build get(@PathVariable String guid) {
    return wire(builds.get(guid));
  }

  @PatchMapping("/v3/builds/{guid}")
  Build update(@PathVariable String guid, @RequestBody BuildRequest request) {
    return wire(builds.update(guid, request.metadata()));
  }

  private Build wire(BuildEntity build) {
    // Clients insist on an email address; that of a user without one is the user name, as in SCIM.
    return new Build(build.guid(), build.createdAt(), build.updatedAt(), new Build.CreatedBy(build.createdByGuid(), build.createdByName(), build.createdByName()),
        build.state(), build.stagingMemoryMb(), build.stagingDiskMb(), build.error(),
        new Lifecycle(build.lifecycleType(), build.lifecycleType().equals("docker") ? new Lifecycle.Data(null, null)
            : new Lifecycle.Data(build.buildpacks(), build.stack())), new Ref(build.packageGuid()),
        build.dropletGuid() == null ? null : new Ref(build.dropletGuid()), new Build.Relationships(ToOne.of(build.appGuid())),
        build.metadata(), links(build));
  }

  private Map<String, Link> links(BuildEntity build) {
    Map<String, Link> all = new LinkedHashMap<>();
    all.put("self", links.to("/v3/builds/" + build.guid()));
    all.put("app", links.to("/v3/apps/" + build.appGuid()));
    if (build.dropletGuid() != null) {
      all.put("droplet", links.to("/v3/droplets/" + build.dropletGuid()));
    }
    return all;
  }
}
