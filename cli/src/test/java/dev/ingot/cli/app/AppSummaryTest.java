package dev.ingot.cli.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.ingot.api.client.ApiClient;
import dev.ingot.api.client.TokenClient;
import dev.ingot.api.client.TokenStore;
import dev.ingot.api.client.Tokens;
import dev.ingot.cli.session.Connections;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AppSummaryTest {
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  /** The controller's answers when a deployment ends between the two requests. */
  @Test
  void processReplacedMeanwhile_isLeftOut_andTheNewOneIsShown() {
    answer("/v3/apps/app/processes", 200, "{\"pagination\":{\"next\":null},\"resources\":[" + process("old") + "," + process("new") + "]}");
    answer("/v3/processes/old/stats", 404, "{\"errors\":[{\"code\":10010,\"title\":\"CF-ResourceNotFound\",\"detail\":\"Process not found\"}]}");
    answer("/v3/processes/new/stats", 200, "{\"resources\":[]}");

    assertThat(AppSummary.processes(api(), "app")).extracting(summary -> summary.process().guid()).containsExactly("new");
  }

  private ApiClient api() {
    var transport = Connections.to("http://127.0.0.1:" + server.getAddress().getPort(), false);
    return new ApiClient(transport, new TokenClient(transport, Clock.systemUTC()), new LoggedIn());
  }

  private void answer(String path, int status, String body) {
    server.createContext(path, exchange -> send(exchange, status, body.getBytes(StandardCharsets.UTF_8)));
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    try (exchange) {
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private static String process(String guid) {
    return """
        {"guid":"%s","created_at":"2026-11-22T00:00:00Z","updated_at":"2026-11-22T00:00:00Z","type":"web","user":"","instances":1,"memory_in_mb":64,
        "disk_in_mb":64,"log_rate_limit_in_bytes_per_second":-1,"version":"v"}""".formatted(guid);
  }

  private static final class LoggedIn implements TokenStore {
    @Override
    public Optional<Tokens> load() {
      return Optional.of(new Tokens("token", "", Instant.MAX));
    }

    @Override
    public void save(Tokens tokens) {
      throw new AssertionError("nothing to renew");
    }
  }
}
