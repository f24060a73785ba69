package dev.ingot.webui;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** The platform's API as recorded answers on loopback; keeps what it was asked. */
final class RecordedApi implements AutoCloseable {
  final List<String> requests = new CopyOnWriteArrayList<>();
  private final Map<String, String> answers = new ConcurrentHashMap<>();
  private final HttpServer server;

  RecordedApi() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  URI origin() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** @param request method and path without query */
  void answers(String request, String json) {
    answers.put(request, json);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      String request = exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
      requests.add(request + " " + body);
      boolean token = request.equals("POST /uaa/oauth/token");
      int status = token && !body.contains("password=right") ? 401 : answers.containsKey(request) ? 200 : 404;
      String json = status == 200 ? answers.get(request)
          : status == 401 ? "{\"error\":\"unauthorized\",\"error_description\":\"Bad credentials\"}"
          : "{\"errors\":[{\"code\":10010,\"title\":\"CF-ResourceNotFound\",\"detail\":\"App not found\"}]}";
      byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
      boolean events = json.startsWith("data:");
      exchange.getResponseHeaders().set("Content-Type", events ? "text/event-stream" : "application/json");
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
