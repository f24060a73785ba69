package dev.ingot.controller.droplet.http;

import dev.ingot.api.common.ListBody;
import dev.ingot.api.common.Metadata;
import dev.ingot.api.common.ToOne;
import dev.ingot.api.droplet.Droplet;
import dev.ingot.api.droplet.DropletRequest;
import dev.ingot.controller.droplet.DropletUploads;
import dev.ingot.controller.droplet.DropletContents;
import dev.ingot.controller.droplet.Droplets;
import dev.ingot.controller.droplet.ImageDocument;
import dev.ingot.controller.http.Answers;
import dev.ingot.controller.http.Links;
import dev.ingot.controller.http.Lists;
import dev.ingot.controller.job.Jobs;
import dev.ingot.controller.listing.ListQuery;
import dev.ingot.controller.packages.Packages;
import dev.ingot.controller.packages.http.UploadedParts;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/** `/v3/droplets` and the droplets of an app (source: CF v3 API, "Droplets"). */
@RestController
class DropletEndpoints {
  private final Droplets droplets;
  private final DropletContents contents;
  private final DropletWire wire;
  private final Lists lists;
  private final Jobs jobs;
  private final Answers answers;
  private final DropletUploads uploads;
  private final UploadedParts parts;
  private final Packages packages;
  private final Links links;

  DropletEndpoints(Droplets droplets, DropletContents contents, DropletWire wire, Lists lists, Jobs jobs, Answers answers, DropletUploads uploads, UploadedParts parts,
      Packages packages, Links links) {
    this.packages = packages;
    this.uploads = uploads;
    this.parts = parts;
    this.links = links;
    this.droplets = droplets;
    this.contents = contents;
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

  @PostMapping("/v3/droplets")
  ResponseEntity<Droplet> create(@RequestParam(name = "source_guid", required = false) @Nullable String sourceGuid, @RequestBody DropletRequest request) {
    String app = request.relationships() == null ? null : ToOne.guid(request.relationships().app());
    return Answers.created(wire.droplet(sourceGuid == null ? droplets.create(app, request.processTypes()) : contents.copy(sourceGuid, app)));
  }

  @PostMapping("/v3/droplets/{guid}/upload")
  @ResponseStatus(HttpStatus.ACCEPTED)
  Droplet upload(@PathVariable String guid, HttpServletRequest request, HttpServletResponse response) throws IOException {
    uploads.check(guid);
    Path archive = parts.file(request, "bits", "The droplet upload");
    try {
      uploads.begin(guid);
      String job = jobs.start("droplet.upload", guid, progress -> {
        try {
          uploads.finish(guid, archive);
        } finally {
          Files.deleteIfExists(archive);
        }
      });
      response.setHeader(HttpHeaders.LOCATION, links.href("/v3/jobs/" + job));
      return wire.droplet(droplets.get(guid));
    } catch (RuntimeException e) {
      Files.deleteIfExists(archive);
      throw e;
    }
  }

  /** Not in CF: the CycloneDX document that lies beside the image, whichever registry that is. */
  @GetMapping(path = "/v3/droplets/{guid}/sbom", produces = "application/vnd.cyclonedx+json")
  ResponseEntity<StreamingResponseBody> sbom(@PathVariable String guid) {
    ImageDocument document = contents.sbom(guid);
    return ResponseEntity.ok().contentType(new MediaType("application", "vnd.cyclonedx+json")).contentLength(document.size()).body(document::writeTo);
  }

  @GetMapping("/v3/droplets/{guid}/download")
  ResponseEntity<StreamingResponseBody> download(@PathVariable String guid) {
    var writer = contents.download(guid);
    return ResponseEntity.ok().contentType(new MediaType("application", "gzip"))
        .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"droplet_" + guid.replaceAll("[^\\w-]", "_") + ".tgz\"").body(writer::write);
  }
}
