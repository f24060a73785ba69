package dev.ingot.controller.manifest.http;

import dev.ingot.api.error.ApiException;
import dev.ingot.api.error.ErrorBody;
import dev.ingot.api.error.ErrorCode;
import dev.ingot.api.manifest.ManifestDiff;
import dev.ingot.controller.app.Apps;
import dev.ingot.controller.auth.Permission;
import dev.ingot.controller.http.Answers;
import dev.ingot.controller.manifest.AppManifest;
import dev.ingot.controller.manifest.ManifestDiffs;
import dev.ingot.controller.manifest.ManifestException;
import dev.ingot.controller.manifest.Manifests;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Applying, comparing and writing manifests (source: CF v3 API, "Manifests"). */
@RestController
class ManifestEndpoints {
  private static final String YAML = "application/x-yaml";

  private final Manifests manifests;
  private final ManifestDiffs diffs;
  private final AppManifest written;
  private final Apps apps;
  private final Answers answers;

  ManifestEndpoints(Manifests manifests, ManifestDiffs diffs, AppManifest written, Apps apps, Answers answers) {
    this.manifests = manifests;
    this.diffs = diffs;
    this.written = written;
    this.apps = apps;
    this.answers = answers;
  }

  @PostMapping("/v3/spaces/{spaceGuid}/actions/apply_manifest")
  ResponseEntity<Void> apply(@PathVariable String spaceGuid, HttpServletRequest request) throws IOException {
    return answers.accepted(manifests.apply(spaceGuid, body(request)));
  }

  @PostMapping("/v3/apps/{appGuid}/actions/apply_manifest")
  ResponseEntity<Void> applyToApp(@PathVariable String appGuid, HttpServletRequest request) throws IOException {
    return answers.accepted(manifests.apply(apps.get(appGuid, Permission.WRITE_APP).spaceGuid(), body(request)));
  }

  @PostMapping("/v3/spaces/{spaceGuid}/manifest_diff")
  ResponseEntity<ManifestDiff> diff(@PathVariable String spaceGuid, HttpServletRequest request) throws IOException {
    return Answers.created(diffs.of(spaceGuid, body(request)));
  }

  @GetMapping("/v3/apps/{guid}/manifest")
  ResponseEntity<byte[]> manifest(@PathVariable String guid) {
    return ResponseEntity.ok().contentType(MediaType.parseMediaType(YAML)).body(written.yaml(guid).getBytes(StandardCharsets.UTF_8));
  }

  @ExceptionHandler
  ResponseEntity<ErrorBody> refused(ManifestException e) {
    ErrorCode code = ErrorCode.UNPROCESSABLE_ENTITY;
    var items = e.problems().stream().limit(100).map(problem -> new ErrorBody.Item(code.number(), code.title(), problem)).toList();
    return ResponseEntity.status(code.status()).contentType(MediaType.APPLICATION_JSON).body(new ErrorBody(items));
  }

  private static String body(HttpServletRequest request) throws IOException {
    String type = request.getContentType();
    if (type == null || !type.toLowerCase(Locale.ROOT).contains("yaml")) {
      throw new ApiException(ErrorCode.BAD_REQUEST, "Bad request: Content-Type must be yaml: application/x-yaml");
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(request.getInputStream().readAllBytes())).toString();
    } catch (CharacterCodingException e) {
      throw new ApiException(ErrorCode.MESSAGE_PARSE_ERROR, "The manifest is not UTF-8 text", e);
    }
  }
}
