package dev.ingot.controller.space.http;

import dev.ingot.api.common.Feature;
import dev.ingot.api.common.FeatureRequest;
import dev.ingot.api.common.Features;
import dev.ingot.api.error.ApiException;
import dev.ingot.controller.space.Spaces;
import dev.ingot.controller.space.db.SpaceEntity;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** `/v3/spaces/:guid/features`: the one feature is `ssh`. */
@RestController
class SpaceFeaturesEndpoint {
  private static final String SSH = "ssh";
  private final Spaces spaces;

  SpaceFeaturesEndpoint(Spaces spaces) {
    this.spaces = spaces;
  }

  @GetMapping("/v3/spaces/{guid}/features")
  Features list(@PathVariable String guid) {
    return new Features(List.of(ssh(spaces.get(guid))));
  }

  @GetMapping("/v3/spaces/{guid}/features/{name}")
  Feature get(@PathVariable String guid, @PathVariable String name) {
    var space = spaces.get(guid);
    requireSsh(name);
    return ssh(space);
  }

  @PatchMapping("/v3/spaces/{guid}/features/{name}")
  Feature update(@PathVariable String guid, @PathVariable String name, @RequestBody FeatureRequest request) {
    requireSsh(name);
    if (request.enabled() == null) {
      throw ApiException.unprocessable("Enabled must be a boolean");
    }
    return ssh(spaces.allowSsh(guid, request.enabled()));
  }

  private static void requireSsh(String name) {
    if (!name.equals(SSH)) {
      throw ApiException.notFound("Feature");
    }
  }

  private static Feature ssh(SpaceEntity space) {
    return new Feature(SSH, "Enable SSHing into apps in the space.", space.allowSsh());
  }
}
