package dev.ingot.router.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Missing routes, refusing and dying instances, pinned requests, and the platform's own origin. */
class RetryIT {
  private static final String HOST = "web.apps.localhost";
  private final Rig rig = new Rig(Rig.settings(Duration.ofSeconds(1)), Rig.closedPort());

  @AfterEach
  void stop() {
    rig.close();
  }

  @Test
  void unknownRoute_is404_andNobodyServing_is503() throws IOException {
    try (Wire client = rig.route(HOST).client()) {
      Wire.Message unknown = client.get("other.apps.localhost", "/");
      assertThat(unknown.status()).isEqualTo(404);
      assertThat(unknown.header("X-Cf-RouterError")).isEqualTo("unknown_route");
      assertThat(unknown.header("Content-Type")).startsWith("text/plain");
      assertThat(unknown.text()).startsWith("404 Not Found: ").contains("other.apps.localhost");
      Wire.Message empty = client.get(HOST, "/");
      assertThat(empty.status()).isEqualTo(503);
      assertThat(empty.header("X-Cf-RouterError")).isEqualTo("no_endpoints");
    }
  }

  @Test
  void refusingInstance_isPassedOver_andTold_andAnyMethodIsRetried() throws IOException {
    try (Backend app = Backend.saying("ok"); Wire client = rig.route(HOST, Rig.closedPort(), app.port()).client()) {
      for (int i = 0; i < 10; i++) {
        client.send("POST / HTTP/1.1\r\nHost: " + HOST + "\r\nContent-Length: 3\r\n\r\nabc");
        assertThat(client.read(false).text()).isEqualTo("ok");
      }
      assertThat(app.requests()).hasSize(10).allSatisfy(request -> assertThat(request.text()).isEqualTo("abc"));
      assertThat(rig.failures).containsExactly("i0 connection refused");
    }
  }

  @Test
  void allInstancesRefusing_is502_withTheCause() throws IOException {
    try (Wire client = rig.route(HOST, Rig.closedPort(), Rig.closedPort()).client()) {
      Wire.Message answer = client.get(HOST, "/");
      assertThat(answer.status()).isEqualTo(502);
      assertThat(answer.header("X-Cf-RouterError")).isEqualTo("endpoint_failure (connection refused)");
      assertThat(client.get(HOST, "/").status()).isEqualTo(502);
    }
  }

  @Test
  void instanceThatHangsUp_isRetriedForGetOnly() throws IOException {
    try (Backend dying = new Backend((wire, request) -> wire.close()); Backend app = Backend.saying("ok")) {
      rig.route(HOST, dying.port(), app.port());
      try (Wire client = rig.client()) {
        for (int i = 0; i < 6; i++) {
          assertThat(client.get(HOST, "/").text()).isEqualTo("ok");
        }
      }
      rig.route(HOST, dying.port());
      int before = dying.requests().size();
      try (Wire client = rig.client()) {
        client.send("POST / HTTP/1.1\r\nHost: " + HOST + "\r\nContent-Length: 0\r\n\r\n");
        Wire.Message answer = client.read(false);
        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.header("X-Cf-RouterError")).isEqualTo("endpoint_failure (EOF)");
        assertThat(dying.requests()).hasSize(before + 1);
      }
    }
  }

  @Test
  void keptConnectionClosedByTheApp_costsNoRequest() throws IOException {
    AtomicInteger served = new AtomicInteger();
    try (Backend app = new Backend((wire, request) -> {
      // Every second request on a connection finds it closing.
      if (served.incrementAndGet() % 2 == 0 && request.header("X-First") == null) {
        wire.close();
      } else {
        wire.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
      }
    }); Wire client = rig.route(HOST, app.port()).client()) {
      for (int i = 0; i < 20; i++) {
        assertThat(client.get(HOST, "/" + i).text()).isEqualTo("ok");
      }
    }
  }

  @Test
  void pinnedRequests_reachExactlyTheirInstance() throws IOException {
    try (Backend zero = Backend.saying("zero"); Backend one = Backend.saying("one"); Wire client = rig.route(HOST, zero.port(), one.port()).client()) {
      for (int i = 0; i < 4; i++) {
        assertThat(client.get(HOST, "/", "X-Cf-App-Instance: app-" + HOST + ":1").text()).isEqualTo("one");
        assertThat(client.get(HOST, "/", "X-Cf-Process-Instance: proc-" + HOST + ":0").text()).isEqualTo("zero");
      }
      assertThat(one.requests().getFirst().header("X-Cf-App-Instance")).isNull();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "X-Cf-App-Instance: app-web.apps.localhost:7, unknown_route",
    "X-Cf-App-Instance: other:0, unknown_route",
    "X-Cf-App-Instance: nonsense, invalid_cf_app_instance_header",
    "X-Cf-App-Instance: app:-1, invalid_cf_app_instance_header",
    "X-Cf-App-Instance: :0, invalid_cf_app_instance_header",
    "X-Cf-App-Instance: app:99999999999, invalid_cf_app_instance_header",
    "X-Cf-Process-Instance: proc:x, invalid_cf_process_instance_header",
  })
  void pinnedRequests_toNobodyOrNonsense_are400(String header, String error) throws IOException {
    try (Backend app = Backend.saying("ok"); Wire client = rig.route(HOST, app.port()).client()) {
      Wire.Message answer = client.get(HOST, "/", header);
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.header("X-Cf-RouterError")).isEqualTo(error);
      assertThat(app.requests()).isEmpty();
    }
  }

  @Test
  void silentApp_isTimedOut() throws IOException {
    try (Backend app = new Backend((wire, request) -> { }); Wire client = rig.route(HOST, app.port()).client()) {
      Wire.Message answer = client.get(HOST, "/");
      assertThat(answer.status()).isEqualTo(502);
      assertThat(answer.header("X-Cf-RouterError")).contains("timed out");
    }
  }

  @Test
  void clientThatLeaves_endsTheAppsRequest() throws Exception {
    var gone = new java.util.concurrent.CompletableFuture<Boolean>();
    try (Backend app = new Backend((wire, request) -> {
      wire.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n");
      gone.complete(wire.next() == -1);
    })) {
      rig.route(HOST, app.port());
      Wire client = rig.client();
      client.send("GET / HTTP/1.1\r\nHost: " + HOST + "\r\n\r\n");
      client.readHead();
      client.close();
      assertThat(gone.get(5, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
    }
  }
}
