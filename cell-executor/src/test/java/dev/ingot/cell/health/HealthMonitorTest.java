package dev.ingot.cell.health;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.ingot.api.cell.v1.HealthCheck;
import dev.ingot.api.cell.v1.HealthCheckType;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HealthMonitorTest {
  private HttpServer app;
  private volatile int status = 200;
  private volatile String location = "";

  @BeforeEach
  void open() throws IOException {
    app = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    app.createContext("/", exchange -> {
      boolean moved = exchange.getRequestURI().getPath().equals("/moved");
      if (moved) {
        exchange.getResponseHeaders().set("Location", location);
      }
      boolean asCf = "diego-healthcheck".equals(exchange.getRequestHeaders().getFirst("User-Agent"));
      exchange.sendResponseHeaders(moved ? 302 : asCf ? status : 500, -1);
      exchange.close();
    });
    app.start();
  }

  @AfterEach
  void close() {
    app.stop(0);
  }

  @Test
  void http_passesWith200Only() {
    assertThat(probe("/").run()).isEmpty();
    status = 204;
    assertThat(probe("/").run().orElseThrow()).contains("received status code 204");
  }

  @Test
  void http_followsRedirectsOnTheSameHostOnly() {
    location = "/there";
    assertThat(probe("/moved").run()).isEmpty();
    location = "/moved";
    assertThat(probe("/moved").run().orElseThrow()).contains("more than 10 redirects");
    location = "http://localhost:" + app.getAddress().getPort() + "/";
    assertThat(probe("/moved").run().orElseThrow()).contains("another host");
  }

  @Test
  void badEndpoint_isAFailureNotAnError() {
    assertThat(probe("/ not a path").run()).isPresent();
  }

  @Test
  void port_failsWhenNobodyListens() {
    int port = app.getAddress().getPort();
    HealthCheck check = HealthCheck.newBuilder().setType(HealthCheckType.PORT).build();
    assertThat(new Probe(check, "127.0.0.1", List.of(port)).run()).isEmpty();
    app.stop(0);
    assertThat(new Probe(check, "127.0.0.1", List.of(port)).run().orElseThrow()).contains("127.0.0.1:" + port);
  }

  @Test
  void durations_areWrittenAsCfDoes() {
    assertThat(List.of(HealthMonitor.words(Duration.ofSeconds(60)), HealthMonitor.words(Duration.ofSeconds(5)), HealthMonitor.words(Duration.ofSeconds(95))))
        .containsExactly("1m0s", "5s", "1m35s");
  }

  private Probe probe(String endpoint) {
    HealthCheck check = HealthCheck.newBuilder().setType(HealthCheckType.HTTP).setEndpoint(endpoint).build();
    return new Probe(check, "127.0.0.1", List.of(app.getAddress().getPort()));
  }
}
