package dev.ingot.controller.space.http;

import dev.ingot.api.common.ListBody;
import dev.ingot.api.space.Space;
import dev.ingot.api.space.SpaceRequest;
import dev.ingot.controller.http.Answers;
import dev.ingot.controller.http.Lists;
import dev.ingot.controller.listing.ListQuery;
import dev.ingot.controller.listing.PageOf;
import dev.ingot.controller.org.Organizations;
import dev.ingot.controller.org.http.OrganizationWire;
import dev.ingot.controller.space.Spaces;
import dev.ingot.controller.space.db.SpaceEntity;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** `/v3/spaces`. */
@RestController
class SpacesEndpoint {
  private final Spaces spaces;
  private final Organizations organizations;
  private final SpaceWire wire;
  private final OrganizationWire organizationWire;
  private final Lists lists;
  private final Answers answers;

  SpacesEndpoint(Spaces spaces, Organizations organizations, SpaceWire wire, OrganizationWire organizationWire, Lists lists, Answers answers) {
    this.spaces = spaces;
    this.organizations = organizations;
    this.wire = wire;
    this.organizationWire = organizationWire;
    this.lists = lists;
    this.answers = answers;
  }

  @GetMapping("/v3/spaces")
  ListBody<Space> list(ListQuery query) {
    var page = spaces.list(query);
    return lists.body(query, page, wire::of, included(query, page));
  }

  @PostMapping("/v3/spaces")
  ResponseEntity<Space> create(@RequestBody SpaceRequest request) {
    return Answers.created(wire.of(spaces.create(request)));
  }

  @GetMapping("/v3/spaces/{guid}")
  Space get(@PathVariable String guid) {
    return wire.of(spaces.get(guid));
  }

  @PatchMapping("/v3/spaces/{guid}")
  Space update(@PathVariable String guid, @RequestBody SpaceRequest request) {
    return wire.of(spaces.update(guid, request));
  }

  @DeleteMapping("/v3/spaces/{guid}")
  ResponseEntity<Void> delete(@PathVariable String guid) {
    return answers.accepted(spaces.delete(guid));
  }

  private @Nullable Map<String, List<?>> included(ListQuery query, PageOf<SpaceEntity> page) {
    return query.include().isEmpty() ? null : Map.of("organizations",
        organizations.byGuids(page.items().stream().map(SpaceEntity::organizationGuid).toList()).stream().map(organizationWire::of).toList());
  }
}
