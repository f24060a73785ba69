package dev.ingot.controller.buildcache.http;

import dev.ingot.api.buildcache.BuildCache;
import dev.ingot.controller.buildcache.BuildCaches;
import dev.ingot.controller.http.Answers;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** `clear_buildpack_cache` of an app and of the platform (source: CF v3 API), and what there is to clear (an extension of ours, decision 0044). */
@RestController
class BuildCachesEndpoint {
  private final BuildCaches caches;
  private final Answers answers;

  BuildCachesEndpoint(BuildCaches caches, Answers answers) {
    this.caches = caches;
    this.answers = answers;
  }

  @GetMapping("/v3/apps/{guid}/buildpack_cache")
  BuildCache show(@PathVariable String guid) {
    return caches.of(guid);
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
