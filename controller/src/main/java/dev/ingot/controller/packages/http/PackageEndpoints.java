package dev.ingot.controller.packages.http;

import dev.ingot.api.common.ListBody;
import dev.ingot.api.packages.AppPackage;
import dev.ingot.api.packages.PackageRequest;
import dev.ingot.controller.http.Answers;
import dev.ingot.controller.http.Lists;
import dev.ingot.controller.job.Jobs;
import dev.ingot.controller.listing.ListQuery;
import dev.ingot.controller.packages.PackageUploads;
import dev.ingot.controller.packages.Packages;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.file.Files;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** `/v3/packages`, the packages of an app, and the inside door through which cells fetch bits (source: CF v3 API, "Packages"). */
@RestController
class PackageEndpoints {
  private static final MediaType ZIP = new MediaType("application", "zip");

  private final Packages packages;
  private final PackageUploads uploads;
  private final UploadedParts parts;
  private final PackageWire wire;
  private final Lists lists;
  private final Jobs jobs;
  private final Answers answers;

  PackageEndpoints(Packages packages, PackageUploads uploads, UploadedParts parts, PackageWire wire, Lists lists, Jobs jobs, Answers answers) {
    this.packages = packages;
    this.uploads = uploads;
    this.parts = parts;
    this.wire = wire;
    this.lists = lists;
    this.jobs = jobs;
    this.answers = answers;
  }

  @GetMapping("/v3/packages")
  ListBody<AppPackage> list(ListQuery query) {
    return lists.body(query, packages.list(query), wire::of);
  }

  @GetMapping("/v3/apps/{appGuid}/packages")
  ListBody<AppPackage> ofApp(@PathVariable String appGuid, ListQuery query) {
    return lists.body(query, packages.ofApp(appGuid, query), wire::of);
  }

  @PostMapping("/v3/packages")
  ResponseEntity<AppPackage> create(@RequestParam(name = "source_guid", required = false) @Nullable String sourceGuid,
      @RequestBody PackageRequest request) {
    return Answers.created(wire.of(sourceGuid == null ? packages.create(request) : packages.copy(sourceGuid, request)));
  }

  @GetMapping("/v3/packages/{guid}")
  AppPackage get(@PathVariable String guid) {
    return wire.of(packages.get(guid));
  }

  @PatchMapping("/v3/packages/{guid}")
  AppPackage update(@PathVariable String guid, @RequestBody PackageRequest request) {
    return wire.of(packages.update(guid, request.metadata()));
  }

  @DeleteMapping("/v3/packages/{guid}")
  ResponseEntity<Void> delete(@PathVariable String guid) {
    packages.checkDelete(guid);
    return answers.accepted(jobs.start("package.delete", guid, progress -> packages.delete(guid)));
  }

  @PostMapping("/v3/packages/{guid}/upload")
  AppPackage upload(@PathVariable String guid, HttpServletRequest request) throws IOException {
    uploads.check(guid);
    var upload = parts.read(request);
    try {
      return wire.of(uploads.upload(guid, upload.bits(), upload.known()));
    } finally {
      if (upload.bits() != null) {
        Files.deleteIfExists(upload.bits());
      }
    }
  }

  @GetMapping("/v3/packages/{guid}/download")
  ResponseEntity<Resource> download(@PathVariable String guid) {
    return ResponseEntity.ok().contentType(ZIP)
        .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"package_" + guid.replaceAll("[^\\w-]", "_") + ".zip\"")
        .body(new FileSystemResource(packages.download(guid)));
  }

  @GetMapping("/internal/packages/{guid}/bits")
  ResponseEntity<Resource> bits(@PathVariable String guid) {
    return ResponseEntity.ok().contentType(ZIP).body(new FileSystemResource(packages.bitsForCell(guid)));
  }
}
