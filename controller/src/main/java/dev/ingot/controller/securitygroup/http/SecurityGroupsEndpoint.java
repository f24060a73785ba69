package dev.ingot.controller.securitygroup.http;

import dev.ingot.api.common.ListBody;
import dev.ingot.api.common.Related;
import dev.ingot.api.common.ToMany;
import dev.ingot.api.securitygroup.SecurityGroup;
import dev.ingot.api.securitygroup.SecurityGroupRequest;
import dev.ingot.controller.http.Answers;
import dev.ingot.controller.http.Links;
import dev.ingot.controller.http.Lists;
import dev.ingot.controller.listing.ListQuery;
import dev.ingot.controller.listing.PageOf;
import dev.ingot.controller.securitygroup.Phase;
import dev.ingot.controller.securitygroup.SecurityGroups;
import dev.ingot.controller.securitygroup.db.SecurityGroupEntity;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** `/v3/security_groups`, and those of a space. */
@RestController
class SecurityGroupsEndpoint {
  private static final String PATH = "/v3/security_groups/";
  private final SecurityGroups groups;
  private final Lists lists;
  private final Links links;
  private final Answers answers;

  SecurityGroupsEndpoint(SecurityGroups groups, Lists lists, Links links, Answers answers) {
    this.groups = groups;
    this.lists = lists;
    this.links = links;
    this.answers = answers;
  }

  @GetMapping("/v3/security_groups")
  ListBody<SecurityGroup> list(ListQuery query) {
    return body(query, groups.list(query));
  }

  @GetMapping("/v3/spaces/{guid}/running_security_groups")
  ListBody<SecurityGroup> running(@PathVariable String guid, ListQuery query) {
    return body(query, groups.ofSpace(guid, Phase.RUNNING, query));
  }

  @GetMapping("/v3/spaces/{guid}/staging_security_groups")
  ListBody<SecurityGroup> staging(@PathVariable String guid, ListQuery query) {
    return body(query, groups.ofSpace(guid, Phase.STAGING, query));
  }

  @PostMapping("/v3/security_groups")
  ResponseEntity<SecurityGroup> create(@RequestBody SecurityGroupRequest request) {
    return Answers.created(wire(groups.create(request)));
  }

  @GetMapping("/v3/security_groups/{guid}")
  SecurityGroup get(@PathVariable String guid) {
    return wire(groups.get(guid));
  }

  @PatchMapping("/v3/security_groups/{guid}")
  SecurityGroup update(@PathVariable String guid, @RequestBody SecurityGroupRequest request) {
    return wire(groups.update(guid, request));
  }

  @DeleteMapping("/v3/security_groups/{guid}")
  ResponseEntity<Void> delete(@PathVariable String guid) {
    return answers.accepted(groups.delete(guid));
  }

  @PostMapping("/v3/security_groups/{guid}/relationships/running_spaces")
  Related bindRunning(@PathVariable String guid, @RequestBody ToMany spaces) {
    return Related.of(groups.bind(guid, Phase.RUNNING, spaces), Map.of("self", links.to(PATH + guid + "/relationships/running_spaces")));
  }

  @PostMapping("/v3/security_groups/{guid}/relationships/staging_spaces")
  Related bindStaging(@PathVariable String guid, @RequestBody ToMany spaces) {
    return Related.of(groups.bind(guid, Phase.STAGING, spaces), Map.of("self", links.to(PATH + guid + "/relationships/staging_spaces")));
  }

  @DeleteMapping("/v3/security_groups/{guid}/relationships/running_spaces/{space}")
  ResponseEntity<Void> unbindRunning(@PathVariable String guid, @PathVariable String space) {
    groups.unbind(guid, Phase.RUNNING, space);
    return ResponseEntity.noContent().build();
  }

  @DeleteMapping("/v3/security_groups/{guid}/relationships/staging_spaces/{space}")
  ResponseEntity<Void> unbindStaging(@PathVariable String guid, @PathVariable String space) {
    groups.unbind(guid, Phase.STAGING, space);
    return ResponseEntity.noContent().build();
  }

  private ListBody<SecurityGroup> body(ListQuery query, PageOf<SecurityGroupEntity> page) {
    var guids = page.items().stream().map(SecurityGroupEntity::guid).toList();
    var running = groups.spacesOf(guids, Phase.RUNNING);
    var staging = groups.spacesOf(guids, Phase.STAGING);
    return lists.body(query, page, group -> wire(group, running.getOrDefault(group.guid(), Set.of()), staging.getOrDefault(group.guid(), Set.of())));
  }

  private SecurityGroup wire(SecurityGroupEntity group) {
    var guids = List.of(group.guid());
    return wire(group, groups.spacesOf(guids, Phase.RUNNING).getOrDefault(group.guid(), Set.of()),
        groups.spacesOf(guids, Phase.STAGING).getOrDefault(group.guid(), Set.of()));
  }

  private SecurityGroup wire(SecurityGroupEntity group, Set<String> running, Set<String> staging) {
    return new SecurityGroup(group.guid(), group.createdAt(), group.updatedAt(), group.name(), group.rules(),
        new SecurityGroup.GloballyEnabled(group.runningDefault(), group.stagingDefault()),
        new SecurityGroup.Relationships(ToMany.of(running), ToMany.of(staging)), Map.of("self", links.to(PATH + group.guid())));
  }
}
