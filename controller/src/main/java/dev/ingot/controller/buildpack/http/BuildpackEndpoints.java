package dev.ingot.controller.buildpack.http;

import dev.ingot.api.buildpack.Buildpack;
import dev.ingot.api.buildpack.BuildpackRequest;
import dev.ingot.api.buildpack.DescribedBuildpack;
import dev.ingot.api.buildpack.SystemBuildpack;
import dev.ingot.api.common.ListBody;
import dev.ingot.api.error.ApiException;
import dev.ingot.controller.buildpack.BuildpackFiles;
import dev.ingot.controller.buildpack.BuildpackUploads;
import dev.ingot.controller.buildpack.Buildpacks;
import dev.ingot.controller.buildpack.SystemBuildpacks;
import dev.ingot.controller.buildpack.db.BuildpackEntity;
import dev.ingot.controller.http.Answers;
import dev.ingot.controller.http.Links;
import dev.ingot.controller.http.Lists;
import dev.ingot.controller.http.UploadedFile;
import dev.ingot.controller.job.Jobs;
import dev.ingot.controller.listing.ListQuery;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** `/v3/buildpacks` (source: CF v3 API, "Buildpacks"), and `/internal/buildpacks` for the platform's own processes. */
@RestController
class BuildpackEndpoints {
  private static final long MAX_BYTES = 1L << 30;
  private static final int MAX_NAME = 250;

  private final Buildpacks buildpacks;
  private final BuildpackUploads uploads;
  private final SystemBuildpacks system;
  private final BuildpackFiles files;
  private final Jobs jobs;
  private final Lists lists;
  private final Links links;
  private final Answers answers;

  BuildpackEndpoints(Buildpacks buildpacks, BuildpackUploads uploads, SystemBuildpacks system, BuildpackFiles files, Jobs jobs, Lists lists, Links links,
      Answers answers) {
    this.buildpacks = buildpacks;
    this.uploads = uploads;
    this.system = system;
    this.files = files;
    this.jobs = jobs;
    this.lists = lists;
    this.links = links;
    this.answers = answers;
  }

  @GetMapping("/v3/buildpacks")
  ListBody<Buildpack> list(ListQuery query) {
    return lists.body(query, buildpacks.list(query), this::wire);
  }

  /** The same list with what each says of itself; Ingot's own. */
  @GetMapping("/v3/buildpack_descriptions")
  ListBody<DescribedBuildpack> descriptions(ListQuery query) {
    return lists.body(query, buildpacks.list(query), this::described);
  }

  @PostMapping("/v3/buildpacks")
  ResponseEntity<Buildpack> create(@RequestBody BuildpackRequest request) {
    return Answers.created(wire(buildpacks.create(request)));
  }

  @GetMapping("/v3/buildpacks/{guid}")
  Buildpack get(@PathVariable String guid) {
    return wire(buildpacks.get(guid));
  }

  @PatchMapping("/v3/buildpacks/{guid}")
  Buildpack update(@PathVariable String guid, @RequestBody BuildpackRequest request) {
    return wire(buildpacks.update(guid, request));
  }

  @DeleteMapping("/v3/buildpacks/{guid}")
  ResponseEntity<Void> delete(@PathVariable String guid) {
    buildpacks.checkDelete(guid);
    return answers.accepted(jobs.start("buildpack.delete", guid, progress -> buildpacks.delete(guid)));
  }

  @PostMapping("/v3/buildpacks/{guid}/upload")
  @ResponseStatus(HttpStatus.ACCEPTED)
  ResponseEntity<Buildpack> upload(@PathVariable String guid, HttpServletRequest request) throws IOException {
    BuildpackEntity found = uploads.check(guid);
    Part bits = UploadedFile.in(request) ? UploadedFile.part(request, "bits", "Uploaded buildpack file is invalid") : null;
    if (bits == null || bits.getSubmittedFileName() == null) {
      throw ApiException.unprocessable("Uploaded buildpack file is invalid: A buildpack zip file must be uploaded as 'bits'");
    }
    String name = name(bits.getSubmittedFileName());
    Path file = stored(bits, name, found.lifecycle());
    ResponseEntity<Void> accepted = answers.accepted(uploads.start(guid, file, name));
    return ResponseEntity.status(accepted.getStatusCode()).headers(accepted.getHeaders()).body(wire(found));
  }

  @GetMapping("/internal/buildpacks/{digest}/bits")
  ResponseEntity<Resource> bits(@PathVariable String digest) {
    return ResponseEntity.ok().contentType(new MediaType("application", "zip"))
        .body(new FileSystemResource(files.find(digest).orElseThrow(() -> ApiException.notFound("Buildpack"))));
  }

  @PutMapping("/internal/buildpacks")
  List<Buildpack> tell(@RequestBody List<SystemBuildpack> own) {
    return system.put(own).stream().map(this::wire).toList();
  }

  private Path stored(Part bits, String name, String lifecycle) throws IOException {
    if (bits.getSize() == 0) {
      throw ApiException.unprocessable("Uploaded buildpack file is invalid: " + name + " cannot be empty");
    }
    if (bits.getSize() > MAX_BYTES) {
      throw ApiException.unprocessable("Uploaded buildpack file is invalid: " + name + " is larger than " + MAX_BYTES + " bytes");
    }
    try (InputStream in = bits.getInputStream()) {
      if (!BuildpackFiles.readable(in.readNBytes(512))) {
        throw ApiException.unprocessable("Uploaded buildpack file is invalid: " + name + " is not a zip file. Buildpacks of lifecycle \"" + lifecycle
            + "\" must be valid zip files, or images in a tar (.cnb, docker save).");
      }
    }
    Path file = files.newTemporary();
    try (InputStream in = bits.getInputStream()) {
      Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
      return file;
    } catch (IOException e) {
      Files.deleteIfExists(file);
      throw e;
    }
  }

  /** The last part of what the client calls the file, without what does not belong in a name. */
  private static String name(String sent) {
    String last = sent.substring(Math.max(sent.lastIndexOf('/'), sent.lastIndexOf('\\')) + 1).replaceAll("\\p{Cntrl}", "");
    return last.isBlank() ? "buildpack.zip" : last.length() > MAX_NAME ? last.substring(0, MAX_NAME) : last;
  }

  private Buildpack wire(BuildpackEntity one) {
    String path = "/v3/buildpacks/" + one.guid();
    Map<String, dev.ingot.api.common.Link> all = new LinkedHashMap<>();
    all.put("self", links.to(path));
    all.put("upload", links.to(path + "/upload", "POST"));
    return new Buildpack(one.guid(), one.createdAt(), one.updatedAt(), one.name(), one.stack(), state(one), one.lifecycle(), one.filename(), one.position(),
        one.enabled(), one.locked(), one.metadata(), all);
  }

  private DescribedBuildpack described(BuildpackEntity one) {
    return new DescribedBuildpack(one.guid(), one.createdAt(), one.updatedAt(), one.name(), one.stack(), state(one), one.filename(), one.position(),
        one.enabled(), one.locked(), one.kind(), one.buildpackId(), one.buildpackVersion(), one.about(),
        Map.of("buildpack", links.to("/v3/buildpacks/" + one.guid())));
  }

  private static String state(BuildpackEntity one) {
    return one.filename() == null ? "AWAITING_UPLOAD" : "READY";
  }
}
