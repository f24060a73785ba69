package dev.ingot.controller.http;

import dev.ingot.controller.listing.db.DatabaseHealth;
import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** `GET /internal/health`: 200 when the controller can do its job, 503 with the reason otherwise. Needs no credentials. */
@RestController
class HealthEndpoint {
  private static final String VERSION = version();
  private final DatabaseHealth database;

  HealthEndpoint(DatabaseHealth database) {
    this.database = database;
  }

  @GetMapping("/internal/health")
  ResponseEntity<Map<String, String>> health() {
    return database.problem()
        .map(problem -> ResponseEntity.status(503).body(Map.of("status", "DOWN", "version", VERSION, "reason", problem)))
        .orElseGet(() -> ResponseEntity.ok(Map.of("status", "UP", "version", VERSION)));
  }

  private static String version() {
    String version = HealthEndpoint.class.getPackage().getImplementationVersion();
    return version == null ? "0.1.0" : version;
  }
}
