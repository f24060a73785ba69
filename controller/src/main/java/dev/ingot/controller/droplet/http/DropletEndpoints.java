package dev.ingot.controller.droplet.http;

import dev.ingot.api.common.ListBody;
import dev.ingot.api.common.Metadata;
import dev.ingot.api.droplet.Droplet;
import dev.ingot.api.error.ApiException;
import dev.ingot.api.error.ErrorCode;
import dev.ingot.controller.droplet.Droplets;
import dev.ingot.controller.http.Answers;
import dev.ingot.controller.http.Lists;
import dev.ingot.controller.job.Jobs;
import dev.ingot.controller.listing.ListQuery;
import dev.ingot.controller.packages.Packages;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** `/v3/droplets` and the droplets of an app (source: CF v3 API, "Droplets"). */
@RestController
class DropletEndpoints {
  private final Droplets droplets;
  private final Packages packages;
  private final DropletWire wire;
  private final Lists lists;
  private final Jobs jobs;
  private final Answers answers;

  DropletEndpoints(Droplets droplets, Packages packages, DropletWire wire, Lists lists, Jobs jobs, Answers answers) {
    this.droplets = droplets;
    this.packages = packages;
    this.wire = wire;
    this.lists = lists;
    this.jobs = jobs;
    this.answers = answers;
  }

  /** Body of changing a droplet. */
  record Change(@Nullable Metadata metadata) {}

  @GetMapping("/v3/droplets")
  ListBody<Droplet> list(ListQuery query) {
    return lists.body(query, droplets.list(query), wire::listed);
  }

  @GetMapping("/v3/apps/{appGuid}/droplets")
  ListBody<Droplet> ofApp(@PathVariable String appGuid, ListQuery query) {
    return lists.body(query, droplets.ofApp(appGuid, query), wire::listed);
  }

  @GetMapping("/v3/apps/{appGuid}/droplets/current")
  Droplet current(@PathVariable String appGuid) {
    return wire.droplet(droplets.current(appGuid));
  }

  @GetMapping("/v3/packages/{packageGuid}/droplets")
  ListBody<Droplet> ofPackage(@PathVariable String packageGuid, ListQuery query) {
    packages.get(packageGuid);
    return lists.body(query, droplets.list(query.with("package_guids", java.util.List.of(packageGuid))), wire::listed);
  }

  @GetMapping("/v3/droplets/{guid}")
  Droplet get(@PathVariable String guid) {
    return wire.droplet(droplets.get(guid));
  }

  @PatchMapping("/v3/droplets/{guid}")
  Droplet update(@PathVariable String guid, @RequestBody Change change) {
    return wire.droplet(droplets.update(guid, change.metadata()));
  }

  @DeleteMapping("/v3/droplets/{guid}")
  ResponseEntity<Void> delete(@PathVariable String guid) {
    droplets.checkDelete(guid);
    return answers.accepted(jobs.start("droplet.delete", guid, progress -> droplets.delete(guid)));
  }

  @PostMapping({"/v3/droplets", "/v3/droplets/{guid}/upload"})
  void upload() {
    throw new ApiException(ErrorCode.NOT_IMPLEMENTED,
        "Droplets cannot be uploaded: a droplet here is an image, made by a build. Push the source, or push an image to the registry.");
  }

  @GetMapping("/v3/droplets/{guid}/download")
  void download(@PathVariable String guid) {
    Droplet droplet = wire.droplet(droplets.get(guid));
    throw new ApiException(ErrorCode.NOT_IMPLEMENTED,
        "Droplets cannot be downloaded as a tar archive: this one is an image. Pull it with: docker pull " + droplet.image());
  }
}
