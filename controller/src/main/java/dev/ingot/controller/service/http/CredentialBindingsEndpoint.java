package dev.ingot.controller.service.http;

import dev.ingot.api.common.ListBody;
import dev.ingot.api.common.Single;
import dev.ingot.api.service.BindingDetails;
import dev.ingot.api.service.CredentialBinding;
import dev.ingot.api.service.CredentialBindingRequest;
import dev.ingot.controller.http.Answers;
import dev.ingot.controller.http.Includes;
import dev.ingot.controller.http.Inclusion;
import dev.ingot.controller.http.Lists;
import dev.ingot.controller.listing.ListQuery;
import dev.ingot.controller.service.CredentialBindings;
import dev.ingot.controller.service.db.CredentialBindingEntity;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** `/v3/service_credential_bindings` (source: CF v3 API, "Service credential binding"). */
@RestController
@RequestMapping("/v3/service_credential_bindings")
class CredentialBindingsEndpoint {
  private static final Inclusion<CredentialBindingEntity> INCLUDE =
      Inclusion.of("app", CredentialBindingEntity::appGuid).and("service_instance", CredentialBindingEntity::serviceInstanceGuid);

  private final CredentialBindings bindings;
  private final BindingWire wire;
  private final Lists lists;
  private final Includes includes;

  CredentialBindingsEndpoint(CredentialBindings bindings, BindingWire wire, Lists lists, Includes includes) {
    this.bindings = bindings;
    this.wire = wire;
    this.lists = lists;
    this.includes = includes;
  }

  @GetMapping
  ListBody<CredentialBinding> list(ListQuery query) {
    var page = bindings.list(query);
    return lists.body(query, page, wire::of, includes.of(INCLUDE, query, page.items()));
  }

  @PostMapping
  ResponseEntity<CredentialBinding> create(@RequestBody CredentialBindingRequest request) {
    return Answers.created(wire.of(bindings.create(request)));
  }

  @GetMapping("/{guid}")
  Single<CredentialBinding> get(@PathVariable String guid, ListQuery query) {
    var binding = bindings.get(guid);
    return includes.one(INCLUDE, query, binding, wire.of(binding));
  }

  @PatchMapping("/{guid}")
  CredentialBinding update(@PathVariable String guid, @RequestBody CredentialBindingRequest request) {
    return wire.of(bindings.update(guid, request));
  }

  @DeleteMapping("/{guid}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void delete(@PathVariable String guid) {
    bindings.delete(guid);
  }

  @GetMapping("/{guid}/details")
  BindingDetails details(@PathVariable String guid) {
    return bindings.details(guid);
  }

  @GetMapping("/{guid}/parameters")
  void parameters(@PathVariable String guid) {
    bindings.parameters(guid);
  }
}
