package dev.ingot.controller.rebase.http;

import dev.ingot.api.common.Link;
import dev.ingot.api.common.Ref;
import dev.ingot.api.common.ToOne;
import dev.ingot.api.rebase.Rebase;
import dev.ingot.api.rebase.RebaseApp;
import dev.ingot.api.rebase.RebaseRequest;
import dev.ingot.controller.app.db.AppEntity;
import dev.ingot.controller.app.db.AppRepository;
import dev.ingot.controller.http.Answers;
import dev.ingot.controller.http.Links;
import dev.ingot.controller.listing.ListQuery;
import dev.ingot.api.common.ListBody;
import dev.ingot.controller.http.Lists;
import dev.ingot.controller.rebase.Rebases;
import dev.ingot.controller.rebase.db.RebaseAppEntity;
import dev.ingot.controller.rebase.db.RebaseEntity;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** `/v3/rebases`, an extension of ours: droplets get another run image without a build. */
@RestController
@RequestMapping("/v3/rebases")
class RebaseEndpoints {
  private final Rebases rebases;
  private final AppRepository apps;
  private final Lists lists;
  private final Links links;

  RebaseEndpoints(Rebases rebases, AppRepository apps, Lists lists, Links links) {
    this.rebases = rebases;
    this.apps = apps;
    this.lists = lists;
    this.links = links;
  }

  @GetMapping
  ListBody<Rebase> list(ListQuery query) {
    return lists.body(query, rebases.list(query), this::wire);
  }

  @PostMapping
  ResponseEntity<Rebase> create(@RequestBody RebaseRequest request) {
    return Answers.created(wire(rebases.create(request)));
  }

  @GetMapping("/{guid}")
  Rebase get(@PathVariable String guid) {
    return wire(rebases.get(guid));
  }

  @GetMapping("/{guid}/apps")
  ListBody<RebaseApp> apps(@PathVariable String guid, ListQuery query) {
    var page = rebases.apps(guid, query);
    Map<String, String> names = apps.findAllById(page.items().stream().map(RebaseAppEntity::appGuid).toList()).stream()
        .collect(Collectors.toMap(AppEntity::guid, AppEntity::name));
    return lists.body(query, page, part -> wire(part, names.getOrDefault(part.appGuid(), "")));
  }

  @PostMapping("/{guid}/actions/cancel")
  Rebase cancel(@PathVariable String guid) {
    rebases.cancel(guid);
    return get(guid);
  }

  private Rebase wire(RebaseEntity rebase) {
    Map<String, Integer> counts = rebases.counts(rebase.guid());
    String path = "/v3/rebases/" + rebase.guid();
    Map<String, Link> own = new LinkedHashMap<>();
    own.put("self", links.to(path));
    own.put("apps", links.to(path + "/apps"));
    if (rebase.active()) {
      own.put("cancel", links.to(path + "/actions/cancel", "POST"));
    }
    return new Rebase(rebase.guid(), rebase.createdAt(), rebase.updatedAt(), rebase.state(), rebase.reason(), rebase.cause(), rebase.stack(),
        rebase.runRepository() + "@" + rebase.runDigest(), rebase.dryRun(), rebase.forced(), rebase.wavePercent(), rebase.waveSize(), rebase.wave(),
        new Rebase.Counts(of(counts, RebaseAppEntity.WAITING), of(counts, RebaseAppEntity.DEPLOYING), of(counts, RebaseAppEntity.DONE),
            of(counts, RebaseAppEntity.UNCHANGED), of(counts, RebaseAppEntity.REFUSED), of(counts, RebaseAppEntity.FAILED),
            of(counts, RebaseAppEntity.REVERTED) + of(counts, RebaseAppEntity.REVERTING), of(counts, RebaseAppEntity.SKIPPED)),
        rebase.appGuid() == null ? null : new Rebase.Relationships(ToOne.of(rebase.appGuid())), own);
  }

  private static int of(Map<String, Integer> counts, String state) {
    return counts.getOrDefault(state, 0);
  }

  private RebaseApp wire(RebaseAppEntity part, String name) {
    Map<String, Link> own = new LinkedHashMap<>();
    own.put("app", links.to("/v3/apps/" + part.appGuid()));
    if (part.deploymentGuid() != null) {
      own.put("deployment", links.to("/v3/deployments/" + part.deploymentGuid()));
    }
    return new RebaseApp(part.guid(), part.createdAt(), part.updatedAt(), new Ref(part.appGuid()), name, part.state(), part.reason(), part.wave(),
        ref(part.dropletGuid()), ref(part.previousDropletGuid()), own);
  }

  private static @Nullable Ref ref(@Nullable String guid) {
    return guid == null ? null : new Ref(guid);
  }
}
