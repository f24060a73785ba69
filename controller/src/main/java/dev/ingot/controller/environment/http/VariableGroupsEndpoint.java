package dev.ingot.controller.environment.http;

import dev.ingot.api.app.EnvironmentVariables;
import dev.ingot.api.app.VariableGroup;
import dev.ingot.controller.environment.VariableGroups;
import dev.ingot.controller.environment.db.VariableGroupTable.Group;
import dev.ingot.controller.http.Links;
import java.util.Map;
import java.util.Objects;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** `/v3/environment_variable_groups`. */
@RestController
class VariableGroupsEndpoint {
  private final VariableGroups groups;
  private final Links links;

  VariableGroupsEndpoint(VariableGroups groups, Links links) {
    this.groups = groups;
    this.links = links;
  }

  @GetMapping("/v3/environment_variable_groups/{name}")
  VariableGroup get(@PathVariable String name) {
    return wire(name, groups.get(name));
  }

  @PatchMapping("/v3/environment_variable_groups/{name}")
  VariableGroup update(@PathVariable String name, @RequestBody EnvironmentVariables request) {
    return wire(name, groups.update(name, Objects.requireNonNullElse(request.var(), Map.of())));
  }

  private VariableGroup wire(String name, Group group) {
    return new VariableGroup(group.updatedAt(), name, group.variables(), Map.of("self", links.to("/v3/environment_variable_groups/" + name)));
  }
}
