package dev.ingot.router.health;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** {@code GET /health} on 127.0.0.1: 200 with UP, or 503 with the reason. */
public final class HealthServer implements AutoCloseable {
  private final HttpServer server;

  private HealthServer(HttpServer server) {
    this.server = server;
  }

  /**
   * Starts to answer.
   *
   * @param port 0 = any free one
   * @param reason empty while the router can do its job
   * @throws IOException if the port cannot be had
   */
  public static HealthServer start(int port, String version, Supplier<Optional<String>> reason) throws IOException {
    HttpServer server;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 16);
    } catch (IOException e) {
      throw new IOException("the router cannot listen on its status port 127.0.0.1:" + port + " (" + e.getMessage() + "): see who uses it with `ss -ltnp 'sport = :"
          + port + "'`, or change status.port", e);
    }
    server.createContext("/", exchange -> answer(exchange, version, reason));
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
    return new HealthServer(server);
  }

  /** The port it answers on. */
  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private static void answer(HttpExchange exchange, String version, Supplier<Optional<String>> reason) throws IOException {
    try (exchange) {
      if (!exchange.getRequestURI().getPath().equals("/health")) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      Optional<String> why = reason.get();
      String body = why.map(text -> "{\"status\":\"DOWN\",\"reason\":\"" + text + "\",\"version\":\"" + version + "\"}")
          .orElse("{\"status\":\"UP\",\"version\":\"" + version + "\"}");
      byte[] bytes = (body + "\n").getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(why.isPresent() ? 503 : 200, exchange.getRequestMethod().equals("HEAD") ? -1 : bytes.length);
      if (!exchange.getRequestMethod().equals("HEAD")) {
        exchange.getResponseBody().write(bytes);
      }
    }
  }
}
