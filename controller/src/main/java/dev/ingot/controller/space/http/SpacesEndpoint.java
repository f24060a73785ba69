package dev.ingot.controller.space.http;

import dev.ingot.api.common.ListBody;
import dev.ingot.api.common.Single;
import dev.ingot.api.space.Space;
import dev.ingot.api.space.SpaceRequest;
import dev.ingot.controller.http.Answers;
import dev.ingot.controller.http.Includes;
import dev.ingot.controller.http.Inclusion;
import dev.ingot.controller.http.Lists;
import dev.ingot.controller.listing.ListQuery;
import dev.ingot.controller.space.Spaces;
import dev.ingot.controller.space.db.SpaceEntity;
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
  private static final Inclusion<SpaceEntity> INCLUDE = Inclusion.of("organization", SpaceEntity::organizationGuid);
  private final Spaces spaces;
  private final SpaceWire wire;
  private final Includes includes;
  private final Lists lists;
  private final Answers answers;

  SpacesEndpoint(Spaces spaces, SpaceWire wire, Includes includes, Lists lists, Answers answers) {
    this.spaces = spaces;
    this.wire = wire;
    this.includes = includes;
    this.lists = lists;
    this.answers = answers;
  }

  @GetMapping("/v3/spaces")
  ListBody<Space> list(ListQuery query) {
    var page = spaces.list(query);
    return lists.body(query, page, wire::of, includes.of(INCLUDE, query, page.items()));
  }

  @PostMapping("/v3/spaces")
  ResponseEntity<Space> create(@RequestBody SpaceRequest request) {
    return Answers.created(wire.of(spaces.create(request)));
  }

  @GetMapping("/v3/spaces/{guid}")
  Single<Space> get(@PathVariable String guid, ListQuery query) {
    var space = spaces.get(guid);
    return includes.one(INCLUDE, query, space, wire.of(space));
  }

  @PatchMapping("/v3/spaces/{guid}")
  Space update(@PathVariable String guid, @RequestBody SpaceRequest request) {
    return wire.of(spaces.update(guid, request));
  }

  @DeleteMapping("/v3/spaces/{guid}")
  ResponseEntity<Void> delete(@PathVariable String guid) {
    return answers.accepted(spaces.delete(guid));
  }
}
