package dev.ingot.controller.routing.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.ingot.controller.auth.Access;
import dev.ingot.controller.auth.Permission;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * `/routing/v1/router_groups` (source: Routing API, "List Router Groups"). Routers here serve HTTP only, so there is no group of TCP routers to name:
 * the list is empty, and a group asked for by name is the routing API's 404.
 */
@RestController
@RequestMapping("/routing/v1/router_groups")
class RouterGroupsEndpoint {
  private final Access access;

  RouterGroupsEndpoint(Access access) {
    this.access = access;
  }

  /** @param reservablePorts such as `1024-1123` */
  record RouterGroup(String guid, String name, String type, @JsonProperty("reservable_ports") String reservablePorts) {}

  /** An error as the routing API shapes it. */
  record Problem(String name, String message) {}

  @GetMapping
  ResponseEntity<?> list(@RequestParam(required = false) @Nullable String name) {
    access.platform(Permission.READ_PLATFORM);
    if (name != null) {
      String shown = name.length() > 100 ? name.substring(0, 100) : name;
      return ResponseEntity.status(HttpStatus.NOT_FOUND).body(new Problem("ResourceNotFoundError", "Router Group '" + shown + "' not found"));
    }
    return ResponseEntity.ok(List.<RouterGroup>of());
  }
}
