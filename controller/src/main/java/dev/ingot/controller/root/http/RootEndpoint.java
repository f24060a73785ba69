package dev.ingot.controller.root.http;

import dev.ingot.api.common.Link;
import dev.ingot.controller.http.Links;
import dev.ingot.controller.ratelimit.RateLimiter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** Where everything is (cf-cli-contract.md §1.2). A browser at `/` is sent to the dashboard. */
@RestController
class RootEndpoint {
  /** Decides which features clients use: cf-cli-contract.md §1.3. */
  static final String API_VERSION = "3.211.0";
  private static final List<String> COLLECTIONS = List.of("app_usage_events", "apps", "audit_events", "buildpacks", "builds", "deployments", "domains", "droplets",
      "environment_variable_groups", "feature_flags", "info", "isolation_segments", "organizations", "organization_quotas", "packages", "processes",
      "resource_matches", "roles", "routes", "security_groups", "service_brokers", "service_credential_bindings", "service_instances",
      "service_offerings", "service_plans", "service_route_bindings", "service_usage_events", "space_quotas", "spaces", "stacks", "tasks", "users");
  private final Links links;
  private final RateLimiter limiter;

  RootEndpoint(Links links, RateLimiter limiter) {
    this.links = links;
    this.limiter = limiter;
  }

  @GetMapping("/")
  ResponseEntity<Map<String, Object>> root(@RequestHeader(name = "Accept", required = false) @Nullable String accept) {
    if (accept != null && accept.contains("text/html")) {
      return ResponseEntity.status(302).header("Location", links.href("/ui")).header("Vary", "Accept").build();
    }
    var all = new LinkedHashMap<String, @Nullable Object>();
    all.put("self", links.to(""));
    all.put("cloud_controller_v2", null);
    all.put("cloud_controller_v3", Map.of("href", links.href("/v3"), "meta", Map.of("version", API_VERSION)));
    all.put("network_policy_v0", null);
    all.put("network_policy_v1", links.to("/networking/v1/external"));
    all.put("login", links.to("/uaa"));
    all.put("uaa", links.to("/uaa"));
    all.put("credhub", null);
    all.put("routing", links.to("/routing"));
    all.put("logging", null);
    all.put("log_cache", links.to("/log-cache"));
    all.put("log_stream", null);
    all.put("app_ssh", null);
    return ResponseEntity.ok().header("Vary", "Accept").body(Map.of("links", all));
  }

  @GetMapping({"/v3", "/v3/"})
  Map<String, Object> v3() {
    var all = new TreeMap<String, Link>();
    all.put("self", links.to("/v3"));
    all.put("openapi", links.to("/v3/openapi.json"));
    COLLECTIONS.forEach(name -> all.put(name, links.to("/v3/" + name)));
    return Map.of("links", all);
  }

  @GetMapping("/v3/info")
  Map<String, Object> info() {
    return Map.of("build", "", "cli_version", Map.of("minimum", "", "recommended", ""), "custom", Map.of(), "description", "Ingot", "name", "ingot",
        "version", 0, "osbapi_version", "2.15", "rate_limits", Map.of("enabled", limiter.enabled(), "general_limit", limiter.limit(), "reset_interval_in_minutes", limiter.intervalMinutes()),
        "links", Map.of("self", links.to("/v3/info")));
  }
}
