package dev.ingot.controller.service;

import dev.ingot.api.error.ApiException;
import dev.ingot.api.error.ErrorCode;
import dev.ingot.controller.listing.ListQuery;
import java.util.List;
import java.util.Map;

/** Which `fields[…]` may be asked of what a service instance refers to (source: CF v3 API, "Service instances", "Fields"). */
public final class InstanceFields {
  /** Of the instance's space. */
  public static final String SPACE = "fields[space]";
  /** Of the space's org. */
  public static final String ORGANIZATION = "fields[space.organization]";
  private static final Map<String, List<String>> ALLOWED = Map.of(SPACE, List.of("guid", "name", "relationships.organization"),
      ORGANIZATION, List.of("guid", "name"),
      "fields[service_plan]", List.of("guid", "name", "relationships.service_offering"),
      "fields[service_plan.service_offering]", List.of("guid", "name", "description", "documentation_url", "tags", "relationships.service_broker"),
      "fields[service_plan.service_offering.service_broker]", List.of("guid", "name"));
  /** All of these parameters. */
  public static final List<String> PARAMETERS = ALLOWED.keySet().stream().sorted().toList();

  private InstanceFields() {}

  /** Passes, or throws 400 for a field that cannot be asked for. */
  public static void check(ListQuery query) {
    query.filters().forEach((name, values) -> {
      List<String> allowed = ALLOWED.get(name);
      if (allowed != null && !allowed.containsAll(values)) {
        throw new ApiException(ErrorCode.BAD_QUERY_PARAMETER, "The query parameter is invalid: Fields valid keys for " + name + " are: '"
            + String.join("', '", allowed) + "'");
      }
    });
  }
}
