package dev.ingot.router.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The data path where the machine has no epoll. */
class NioIT {
  @Test
  void requestsAndBodies_passAsWithEpoll() throws IOException {
    try (Rig rig = new Rig(Rig.settings(Duration.ofSeconds(30)), Rig.closedPort(), Transport.nio(1));
        Backend app = new Backend((wire, request) -> wire.send("HTTP/1.1 200 OK\r\nContent-Length: " + request.body().length + "\r\n\r\n").send(request.body()));
        Wire client = rig.route("web.apps.localhost", app.port()).client()) {
      byte[] body = new byte[3_000_000];
      body[2_999_999] = 7;
      Thread.startVirtualThread(() -> send(client, body));
      assertThat(client.read(false).body()).isEqualTo(body);
      assertThat(client.get("nowhere.example.org", "/").status()).isEqualTo(404);
    }
  }

  private static void send(Wire client, byte[] body) {
    try {
      client.send("POST / HTTP/1.1\r\nHost: web.apps.localhost\r\nContent-Length: " + body.length + "\r\n\r\n").send(body);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
