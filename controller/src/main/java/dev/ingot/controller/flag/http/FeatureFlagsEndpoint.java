package dev.ingot.controller.flag.http;

import dev.ingot.api.common.ListBody;
import dev.ingot.api.flag.FeatureFlag;
import dev.ingot.controller.flag.FeatureFlags;
import dev.ingot.controller.flag.FlagState;
import dev.ingot.controller.http.Links;
import dev.ingot.controller.http.Lists;
import dev.ingot.controller.listing.ListQuery;
import dev.ingot.controller.listing.PageOf;
import dev.ingot.controller.validation.Patch;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** `/v3/feature_flags`. */
@RestController
class FeatureFlagsEndpoint {
  private final FeatureFlags flags;
  private final Lists lists;
  private final Links links;

  FeatureFlagsEndpoint(FeatureFlags flags, Lists lists, Links links) {
    this.flags = flags;
    this.lists = lists;
    this.links = links;
  }

  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  record FeatureFlagRequest(@Nullable Boolean enabled, Patch<String> customErrorMessage) {}

  @GetMapping("/v3/feature_flags")
  ListBody<FeatureFlag> list(ListQuery query) {
    return lists.body(query, PageOf.cut(flags.all(), query), this::wire);
  }

  @GetMapping("/v3/feature_flags/{name}")
  FeatureFlag get(@PathVariable String name) {
    return wire(flags.get(name));
  }

  @PatchMapping("/v3/feature_flags/{name}")
  FeatureFlag update(@PathVariable String name, @RequestBody FeatureFlagRequest request) {
    return wire(flags.update(name, request.enabled(), request.customErrorMessage()));
  }

  private FeatureFlag wire(FlagState state) {
    String name = state.flag().wire();
    return new FeatureFlag(name, state.enabled(), state.updatedAt(), state.customErrorMessage(), Map.of("self", links.to("/v3/feature_flags/" + name)));
  }
}
