package dev.ingot.controller.stack.http;

import dev.ingot.api.common.Link;
import dev.ingot.api.common.ListBody;
import dev.ingot.api.stack.Stack;
import dev.ingot.api.stack.StackImages;
import dev.ingot.api.stack.StackRequest;
import dev.ingot.api.stack.StackUpdate;
import dev.ingot.controller.http.Answers;
import dev.ingot.controller.http.Links;
import dev.ingot.controller.http.Lists;
import dev.ingot.controller.http.Warnings;
import dev.ingot.controller.image.PlatformRegistry;
import dev.ingot.controller.listing.ListQuery;
import dev.ingot.controller.stack.Stacks;
import dev.ingot.controller.stack.db.StackEntity;
import dev.ingot.oci.registry.RepositoryAddress;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** `/v3/stacks`, and for the platform's own processes `/internal/stacks`. */
@RestController
class StacksEndpoint {
  private final Stacks stacks;
  private final PlatformRegistry registry;
  private final Lists lists;
  private final Links links;
  private final Warnings warnings;

  StacksEndpoint(Stacks stacks, PlatformRegistry registry, Lists lists, Links links, Warnings warnings) {
    this.stacks = stacks;
    this.registry = registry;
    this.warnings = warnings;
    this.lists = lists;
    this.links = links;
  }

  @GetMapping("/v3/stacks")
  ListBody<Stack> list(ListQuery query) {
    return lists.body(query, stacks.list(query), this::wire);
  }

  @GetMapping("/v3/stacks/{guid}")
  Stack get(@PathVariable String guid) {
    return wire(stacks.get(guid));
  }

  @PostMapping("/v3/stacks")
  ResponseEntity<Stack> create(@RequestBody StackRequest request) {
    return Answers.created(wire(stacks.create(request)));
  }

  @PatchMapping("/v3/stacks/{guid}")
  Stack update(@PathVariable String guid, @RequestBody StackUpdate request) {
    var stack = stacks.update(guid, request);
    if (request.state() != null && stacks.preferred(stack)) {
      warnings.add("Changing state on the default stack '" + stack.name() + "' may affect new application deployments.");
    }
    return wire(stack);
  }

  @DeleteMapping("/v3/stacks/{guid}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void delete(@PathVariable String guid) {
    stacks.delete(guid);
  }

  /** An image as cells fetch it, with what opens its registry. */
  record Located(String registry, String repository, String digest, String username, String password, String authorities) {
    @Override
    public String toString() {
      return registry + "/" + repository + "@" + digest;
    }
  }

  /** For cells, which fetch these images before the first build asks for them. By name of the stack, then `build` and `run`; tiny ones come quickly when they are needed. */
  @GetMapping("/internal/stacks")
  Map<String, Map<String, Located>> images() {
    return stacks.all().stream().filter(stack -> stack.usable() && stack.tinyOf() == null).collect(Collectors.toMap(StackEntity::name, stack -> Map.of(
        "build", located(stack.buildRepository(), stack.buildDigest()), "run", located(stack.runRepository(), stack.runDigest()))));
  }

  private Located located(String repository, String digest) {
    var image = registry.locate(RepositoryAddress.parse(repository));
    return new Located(image.getRegistry(), image.getRepository(), digest, image.getUsername(), image.getPassword(), image.getAuthorities());
  }

  @PutMapping("/internal/stacks/{name}")
  Stack put(@PathVariable String name, @RequestBody StackImages images) {
    return wire(stacks.put(name, images));
  }

  private Stack wire(StackEntity stack) {
    return new Stack(stack.guid(), stack.createdAt(), stack.updatedAt(), stack.name(), stack.description(), stack.state(), stack.stateReason(),
        stack.usable() ? RepositoryAddress.parse(stack.runRepository()).reference() + "@" + stack.runDigest() : stack.name(),
        stack.usable() ? RepositoryAddress.parse(stack.buildRepository()).reference() + "@" + stack.buildDigest() : stack.name(), stacks.preferred(stack), stack.metadata(), links(stack));
  }

  private Map<String, Link> links(StackEntity stack) {
    Link self = links.to("/v3/stacks/" + stack.guid());
    if (stack.aliasOf() != null) {
      return Map.of("self", self, "alias_of", links.to("/v3/stacks?names=" + stack.aliasOf()));
    }
    return stack.tinyOf() == null ? Map.of("self", self) : Map.of("self", self, "tiny_of", links.to("/v3/stacks?names=" + stack.tinyOf()));
  }
}
