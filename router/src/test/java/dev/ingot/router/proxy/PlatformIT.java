package dev.ingot.router.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests for the platform itself. */
class PlatformIT {
  private final int controllerPort = Rig.closedPort();
  private final Rig rig = new Rig(Rig.settings(Duration.ofSeconds(30)), controllerPort);

  @AfterEach
  void stop() {
    rig.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "LocalHost:8080", "127.0.0.1:8080", "[::1]:8080", "sys.example.com", "api.sys.example.com", "uaa.sys.example.com", "log-cache.sys.example.com"})
  void platformHosts_reachTheController_withTheirOrigin(String host) throws IOException {
    try (Backend controller = new Backend(controllerPort, (wire, request) -> wire.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nv3")); Wire client = rig.client()) {
      assertThat(client.get(host, "/v3").text()).isEqualTo("v3");
      Wire.Message seen = controller.requests().getFirst();
      assertThat(seen.header("X-Forwarded-Host")).isEqualTo(host);
      assertThat(seen.header("X-Forwarded-Proto")).isEqualTo("http");
      assertThat(seen.header("X-Forwarded-Port")).isEqualTo(host.endsWith(":8080") ? "8080" : "80");
      assertThat(rig.log).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/internal", "/internal/health", "//internal/x", "/%69nternal/x", "/%2569nternal/x", "/v3/../internal", "/./internal", "/INTERNAL/health",
      "/internal;a=b/x", "/x/..;y/internal", "/%2e/internal", "/\\internal", "/;/internal", "/internal%2fhealth", "/v3/%2e%2e/internal"})
  void insideDoors_stayShut(String path) throws IOException {
    try (Backend controller = new Backend(controllerPort, (wire, request) -> wire.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")); Wire client = rig.client()) {
      assertThat(client.get("localhost", path).status()).isEqualTo(404);
      assertThat(controller.requests()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"web.sys.example.com", "a.api.sys.example.com", "apps.sys.example.com", "web.apps.sys.example.com", "apisys.example.com", "internalsys.example.com", "example.com"})
  void otherHosts_areRoutes_andUnknownOnesNeverReachTheController(String host) throws IOException {
    try (Backend controller = new Backend(controllerPort, (wire, request) -> wire.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")); Wire client = rig.client()) {
      Wire.Message answer = client.get(host, "/v3");
      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.header("X-Cf-RouterError")).isEqualTo("unknown_route");
      assertThat(controller.requests()).isEmpty();
    }
  }

  @Test
  void controllerGone_is503_withRetryAfter_andAppsGoOn() throws IOException {
    try (Backend app = Backend.saying("app"); Wire client = rig.route("web.apps.localhost", app.port()).client()) {
      Wire.Message answer = client.get("localhost", "/v3");
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.header("Retry-After")).isEqualTo("2");
      assertThat(answer.text()).contains("controller");
      assertThat(client.get("web.apps.localhost", "/").text()).isEqualTo("app");
    }
  }

  @Test
  void controllerComingBack_servesTheRequestThatWaited() throws Exception {
    try (Wire client = rig.client()) {
      client.send("POST /v3/apps HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n\r\nbody");
      CompletableFuture<Backend> late = CompletableFuture.supplyAsync(
          () -> new Backend(controllerPort, (wire, request) -> wire.send("HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n")),
          CompletableFuture.delayedExecutor(700, java.util.concurrent.TimeUnit.MILLISECONDS));
      assertThat(client.read(false).status()).isEqualTo(201);
      try (Backend controller = late.get()) {
        assertThat(controller.requests().getFirst().text()).isEqualTo("body");
      }
    }
  }
}
