package dev.ingot.controller.service.http;

import dev.ingot.controller.listing.ListQuery;
import dev.ingot.controller.org.Organizations;
import dev.ingot.controller.org.db.OrganizationEntity;
import dev.ingot.controller.service.InstanceFields;
import dev.ingot.controller.service.db.ServiceInstanceEntity;
import dev.ingot.controller.space.Spaces;
import dev.ingot.controller.space.db.SpaceEntity;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What `fields[…]` brings along with service instances. User-provided ones have no plan, offering or broker. */
@Component
class InstanceIncludes {
  private final Spaces spaces;
  private final Organizations organizations;

  InstanceIncludes(Spaces spaces, Organizations organizations) {
    this.spaces = spaces;
    this.organizations = organizations;
  }

  /** Null when nothing was asked for. */
  @Nullable Map<String, List<?>> of(ListQuery query, List<ServiceInstanceEntity> instances) {
    InstanceFields.check(query);
    List<String> space = query.filter(InstanceFields.SPACE);
    List<String> organization = query.filter(InstanceFields.ORGANIZATION);
    if (space.isEmpty() && organization.isEmpty()) {
      return null;
    }
    var included = new LinkedHashMap<String, List<?>>();
    List<SpaceEntity> found = spaces.byGuids(instances.stream().map(ServiceInstanceEntity::spaceGuid).distinct().toList());
    if (!space.isEmpty()) {
      included.put("spaces", found.stream().map(one -> some(space, one.guid(), one.name(), one.organizationGuid())).toList());
    }
    if (!organization.isEmpty()) {
      included.put("organizations", organizations.byGuids(found.stream().map(SpaceEntity::organizationGuid).distinct().toList()).stream()
          .map((OrganizationEntity one) -> some(organization, one.guid(), one.name(), "")).toList());
    }
    return included;
  }

  private static Map<String, Object> some(List<String> fields, String guid, String name, String organization) {
    var some = new LinkedHashMap<String, Object>();
    if (fields.contains("guid")) {
      some.put("guid", guid);
    }
    if (fields.contains("name")) {
      some.put("name", name);
    }
    if (fields.contains("relationships.organization")) {
      some.put("relationships", Map.of("organization", Map.of("data", Map.of("guid", organization))));
    }
    return some;
  }
}
