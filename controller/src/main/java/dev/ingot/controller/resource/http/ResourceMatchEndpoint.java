package dev.ingot.controller.resource.http;

import dev.ingot.api.error.ApiException;
import dev.ingot.api.packages.ResourceMatches;
import dev.ingot.api.packages.ResourceMatches.Resource;
import dev.ingot.controller.auth.Caller;
import dev.ingot.controller.flag.FeatureFlags;
import dev.ingot.controller.flag.Flag;
import dev.ingot.controller.resource.ResourcePool;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** `POST /v3/resource_matches`: which of these files need not be sent. Every entry whose content and size are known comes back as it was. */
@RestController
class ResourceMatchEndpoint {
  private static final int MAX_RESOURCES = 5000;
  private final ResourcePool pool;
  private final FeatureFlags flags;

  ResourceMatchEndpoint(ResourcePool pool, FeatureFlags flags) {
    this.pool = pool;
    this.flags = flags;
  }

  @PostMapping("/v3/resource_matches")
  @ResponseStatus(HttpStatus.CREATED)
  ResourceMatches match(@RequestBody ResourceMatches request) {
    Caller.current();
    flags.require(Flag.APP_BITS_UPLOAD);
    List<Resource> asked = checked(request);
    if (!flags.enabled(Flag.RESOURCE_MATCHING)) {
      return new ResourceMatches(List.of());
    }
    Map<String, Long> known = pool.known(asked.stream().map(ResourceMatchEndpoint::sha1).toList());
    return new ResourceMatches(asked.stream().filter(resource -> resource.sizeInBytes() != null
        && resource.sizeInBytes().equals(known.get(sha1(resource)))).toList());
  }

  private static List<Resource> checked(ResourceMatches request) {
    var resources = request.resources();
    if (resources == null || resources.isEmpty()) {
      throw ApiException.unprocessable("Resources must have at least 1 resource");
    }
    if (resources.size() > MAX_RESOURCES) {
      throw ApiException.unprocessable("Resources is limited to " + MAX_RESOURCES + " resources");
    }
    for (Resource resource : resources) {
      if (resource == null || resource.checksum() == null || resource.checksum().value() == null) {
        throw ApiException.unprocessable("Resources must be objects with a checksum value, a path, a mode and a size in bytes");
      }
    }
    return resources.stream().map(resource -> java.util.Objects.requireNonNull(resource)).toList();
  }

  private static String sha1(Resource resource) {
    var checksum = resource.checksum();
    return checksum == null || checksum.value() == null ? "" : checksum.value();
  }
}
