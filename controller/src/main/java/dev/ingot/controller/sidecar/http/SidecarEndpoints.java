package dev.ingot.controller.sidecar.http;

import dev.ingot.api.common.ListBody;
import dev.ingot.api.common.ToOne;
import dev.ingot.api.sidecar.Sidecar;
import dev.ingot.api.sidecar.SidecarRequest;
import dev.ingot.controller.http.Answers;
import dev.ingot.controller.http.Lists;
import dev.ingot.controller.listing.ListQuery;
import dev.ingot.controller.listing.PageOf;
import dev.ingot.controller.sidecar.SidecarSpec;
import dev.ingot.controller.sidecar.Sidecars;
import dev.ingot.controller.sidecar.db.SidecarEntity;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Sidecars of apps and processes (source: CF v3 API, "Sidecars"). */
@RestController
class SidecarEndpoints {
  private final Sidecars sidecars;
  private final Lists lists;

  SidecarEndpoints(Sidecars sidecars, Lists lists) {
    this.sidecars = sidecars;
    this.lists = lists;
  }

  @GetMapping("/v3/apps/{appGuid}/sidecars")
  ListBody<Sidecar> ofApp(@PathVariable String appGuid, ListQuery query) {
    return lists.body(query, sidecars.ofApp(appGuid, query), SidecarEndpoints::wire);
  }

  @GetMapping("/v3/processes/{processGuid}/sidecars")
  ListBody<Sidecar> ofProcess(@PathVariable String processGuid, ListQuery query) {
    var all = sidecars.ofProcess(processGuid);
    return lists.body(query, new PageOf<>(all, all.size()), SidecarEndpoints::wire);
  }

  @PostMapping("/v3/apps/{appGuid}/sidecars")
  ResponseEntity<Sidecar> create(@PathVariable String appGuid, @RequestBody SidecarRequest request) {
    return Answers.created(wire(sidecars.create(appGuid, spec(request))));
  }

  @GetMapping("/v3/sidecars/{guid}")
  Sidecar get(@PathVariable String guid) {
    return wire(sidecars.get(guid));
  }

  @PatchMapping("/v3/sidecars/{guid}")
  Sidecar update(@PathVariable String guid, @RequestBody SidecarRequest request) {
    return wire(sidecars.update(guid, spec(request)));
  }

  @DeleteMapping("/v3/sidecars/{guid}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void delete(@PathVariable String guid) {
    sidecars.delete(guid);
  }

  private static SidecarSpec spec(SidecarRequest request) {
    return new SidecarSpec(request.name(), request.command(), request.processTypes(), request.memoryInMb());
  }

  private static Sidecar wire(SidecarEntity sidecar) {
    return new Sidecar(sidecar.guid(), sidecar.createdAt(), sidecar.updatedAt(), sidecar.name(), sidecar.command(), sidecar.processTypes(),
        sidecar.memoryMb(), sidecar.origin(), new Sidecar.Relationships(ToOne.of(sidecar.appGuid())));
  }
}
