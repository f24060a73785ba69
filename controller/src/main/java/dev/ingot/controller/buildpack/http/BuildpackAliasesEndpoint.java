package dev.ingot.controller.buildpack.http;

import dev.ingot.api.buildpack.BuildpackAliasesUpdate;
import dev.ingot.controller.buildpack.BuildpackAliases;
import dev.ingot.controller.http.Links;
import java.util.Map;
import java.util.Objects;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** `/v3/buildpack_aliases`, Ingot's own. */
@RestController
class BuildpackAliasesEndpoint {
  private static final String PATH = "/v3/buildpack_aliases";
  private final BuildpackAliases aliases;
  private final Links links;

  BuildpackAliasesEndpoint(BuildpackAliases aliases, Links links) {
    this.aliases = aliases;
    this.links = links;
  }

  @GetMapping(PATH)
  dev.ingot.api.buildpack.BuildpackAliases get() {
    return wire(aliases.all());
  }

  @PatchMapping(PATH)
  dev.ingot.api.buildpack.BuildpackAliases update(@RequestBody BuildpackAliasesUpdate request) {
    return wire(aliases.update(Objects.requireNonNullElse(request.aliases(), Map.of())));
  }

  private dev.ingot.api.buildpack.BuildpackAliases wire(Map<String, String> all) {
    return new dev.ingot.api.buildpack.BuildpackAliases(all, Map.of("self", links.to(PATH)));
  }
}
