package dev.ingot.controller.space.http;

import dev.ingot.api.common.ToOne;
import dev.ingot.api.space.Space;
import dev.ingot.controller.http.Links;
import dev.ingot.controller.space.db.SpaceEntity;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Spaces as the API answers them. */
@Component
public class SpaceWire {
  private final Links links;

  SpaceWire(Links links) {
    this.links = links;
  }

  /** The wire record, with links on the request's origin. */
  public Space of(SpaceEntity space) {
    String self = "/v3/spaces/" + space.guid();
    var all = new LinkedHashMap<>(Map.of("self", links.to(self), "organization", links.to("/v3/organizations/" + space.organizationGuid()),
        "features", links.to(self + "/features"), "apply_manifest", links.to(self + "/actions/apply_manifest", "POST")));
    if (space.quotaGuid() != null) {
      all.put("quota", links.to("/v3/space_quotas/" + space.quotaGuid()));
    }
    return new Space(space.guid(), space.createdAt(), space.updatedAt(), space.name(),
        new Space.Relationships(ToOne.of(space.organizationGuid()), ToOne.of(space.quotaGuid())), space.metadata(), all);
  }
}
