package dev.ingot.controller.revision.http;

import dev.ingot.api.app.EnvironmentVariables;
import dev.ingot.api.common.Link;
import dev.ingot.api.common.ListBody;
import dev.ingot.api.common.Metadata;
import dev.ingot.api.common.Ref;
import dev.ingot.api.common.ToOne;
import dev.ingot.api.revision.Revision;
import dev.ingot.controller.http.Links;
import dev.ingot.controller.http.Lists;
import dev.ingot.controller.listing.ListQuery;
import dev.ingot.controller.listing.PageOf;
import dev.ingot.controller.revision.Revisions;
import dev.ingot.controller.revision.db.RevisionEntity;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** `/v3/revisions` and the revisions of an app (source: CF v3 API, "Revisions"). */
@RestController
class RevisionEndpoints {
  private final Revisions revisions;
  private final Lists lists;
  private final Links links;

  RevisionEndpoints(Revisions revisions, Lists lists, Links links) {
    this.revisions = revisions;
    this.lists = lists;
    this.links = links;
  }

  /** Body of changing a revision. */
  record Change(@Nullable Metadata metadata) {}

  @GetMapping("/v3/apps/{appGuid}/revisions")
  ListBody<Revision> ofApp(@PathVariable String appGuid, ListQuery query) {
    return body(appGuid, query, revisions.ofApp(appGuid, query));
  }

  @GetMapping("/v3/apps/{appGuid}/revisions/deployed")
  ListBody<Revision> deployed(@PathVariable String appGuid, ListQuery query) {
    return body(appGuid, query, revisions.deployed(appGuid, query));
  }

  @GetMapping("/v3/revisions/{guid}")
  Revision get(@PathVariable String guid) {
    return shown(revisions.get(guid));
  }

  @PatchMapping("/v3/revisions/{guid}")
  Revision update(@PathVariable String guid, @RequestBody Change change) {
    return shown(revisions.update(guid, change.metadata()));
  }

  @GetMapping("/v3/revisions/{guid}/environment_variables")
  EnvironmentVariables environment(@PathVariable String guid) {
    RevisionEntity revision = revisions.readEnvironment(guid);
    return new EnvironmentVariables(new LinkedHashMap<>(revision.environment()), Map.of("self", links.to(path(guid) + "/environment_variables"),
        "revision", links.to(path(guid)), "app", links.to("/v3/apps/" + revision.appGuid())));
  }

  private ListBody<Revision> body(String appGuid, ListQuery query, PageOf<RevisionEntity> page) {
    Set<String> deployable = revisions.deployable(page.items());
    Set<String> types = revisions.processTypes(appGuid);
    return lists.body(query, page, revision -> wire(revision, types, deployable.contains(revision.guid())));
  }

  private Revision shown(RevisionEntity revision) {
    return wire(revision, revisions.processTypes(revision.appGuid()), !revisions.deployable(List.of(revision)).isEmpty());
  }

  private Revision wire(RevisionEntity revision, Set<String> types, boolean deployable) {
    Map<String, Revision.Process> processes = new TreeMap<>();
    Set<String> all = new TreeSet<>(types);
    all.addAll(revision.commands().keySet());
    all.forEach(type -> processes.put(type, new Revision.Process(revision.commands().get(type))));
    Map<String, Link> own = new LinkedHashMap<>();
    own.put("self", links.to(path(revision.guid())));
    own.put("app", links.to("/v3/apps/" + revision.appGuid()));
    own.put("environment_variables", links.to(path(revision.guid()) + "/environment_variables"));
    return new Revision(revision.guid(), revision.createdAt(), revision.updatedAt(), revision.version(), new Ref(revision.dropletGuid()), processes,
        revision.sidecars().stream().map(one -> new Revision.Sidecar(one.name(), one.command(), one.processTypes(), one.memoryMb())).toList(),
        revision.description(), deployable, new Revision.Relationships(ToOne.of(revision.appGuid())), revision.metadata(), own);
  }

  private static String path(String guid) {
    return "/v3/revisions/" + guid;
  }
}
