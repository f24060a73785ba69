package dev.ingot.controller.staging.http;

import dev.ingot.controller.http.Answers;
import dev.ingot.controller.staging.BuildCaches;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** `clear_buildpack_cache` of an app and of the platform. */
@RestController
class BuildCachesEndpoint {
  private final BuildCaches caches;
  private final Answers answers;

  BuildCachesEndpoint(BuildCaches caches, Answers answers) {
    this.caches = caches;
    this.answers = answers;
  }

  @PostMapping("/v3/apps/{guid}/actions/clear_buildpack_cache")
  ResponseEntity<Void> ofApp(@PathVariable String guid) {
    return answers.accepted(caches.clear(guid));
  }

  @PostMapping("/v3/admin/actions/clear_buildpack_cache")
  ResponseEntity<Void> ofAll() {
    return answers.accepted(caches.clearAll());
  }
}
