package dev.ingot.cell.status;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import tools.jackson.databind.json.JsonMapper;

/** `GET /health` on loopback: 200 when the cell can do its job, 503 with the reason. */
public final class StatusServer implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();

  private final HttpServer server;

  /** @param trouble why the cell cannot do its job now; empty = it can */
  public StatusServer(int port, String version, Supplier<Optional<String>> trouble) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 16);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", exchange -> answer(exchange, 404, Map.of("status", "NOT_FOUND", "reason", "Only GET /health is here.")));
    server.createContext("/health", exchange -> {
      Optional<String> reason = trouble.get();
      answer(exchange, reason.isPresent() ? 503 : 200,
          reason.map(r -> Map.of("status", "DOWN", "version", version, "reason", r)).orElse(Map.of("status", "UP", "version", version)));
    });
    server.start();
  }

  private static void answer(HttpExchange exchange, int status, Map<String, String> body) throws IOException {
    try (exchange) {
      byte[] bytes = JSON.writeValueAsString(body).getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
