package dev.ingot.controller.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;

/** The controller's registry at another origin, so that it is somebody else's to it; answers nothing until it is let. */
public final class GatedRegistry implements AutoCloseable {
  /** The leader keeps one all the time: it is its lock. */
  private static final int LEADERS = 1;
  private final RunningController controller;
  private final HttpServer server;
  private final HttpClient http = HttpClient.newHttpClient();
  private final CountDownLatch open = new CountDownLatch(1);
  private final AtomicInteger waiting = new AtomicInteger();

  public GatedRegistry(RunningController controller) throws IOException {
    this.controller = controller;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  /** Its origin. */
  public String origin() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Lets it answer from now on. */
  public void open() {
    open.countDown();
  }

  /** Comes back when so many requests wait for an answer, and of the controller's connections to its database only the leader's is in use. */
  public void awaitHanging(int requests) throws SQLException {
    var pool = controller.bean(DataSource.class).unwrap(HikariDataSource.class).getHikariPoolMXBean();
    long end = System.nanoTime() + 20_000_000_000L;
    while (waiting.get() < requests || pool.getActiveConnections() > LEADERS) {
      if (System.nanoTime() > end) {
        throw new AssertionError(waiting.get() + " requests hang at the registry, and " + pool.getActiveConnections() + " connections are in use");
      }
      LockSupport.parkNanos(5_000_000);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      waiting.incrementAndGet();
      open.await();
      waiting.decrementAndGet();
      var request = HttpRequest.newBuilder(URI.create(controller.url() + exchange.getRequestURI()))
          .method(exchange.getRequestMethod(), body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body))
          .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(("cell:" + RunningController.JOIN_TOKEN).getBytes(StandardCharsets.UTF_8)));
      for (String name : List.of("Accept", "Content-Type")) {
        exchange.getRequestHeaders().getOrDefault(name, List.of()).forEach(value -> request.header(name, value));
      }
      var answer = http.send(request.build(), BodyHandlers.ofByteArray());
      for (String name : List.of("Content-Type", "OCI-Subject", "Docker-Content-Digest")) {
        answer.headers().firstValue(name).ifPresent(value -> exchange.getResponseHeaders().set(name, value));
      }
      answer.headers().firstValue("Location").ifPresent(value -> exchange.getResponseHeaders().set("Location", value.replaceFirst("^https?://[^/]+", "")));
      boolean head = exchange.getRequestMethod().equals("HEAD");
      if (head) {
        answer.headers().firstValue("Content-Length").ifPresent(value -> exchange.getResponseHeaders().set("Content-Length", value));
      }
      exchange.sendResponseHeaders(answer.statusCode(), head || answer.body().length == 0 ? -1 : answer.body().length);
      exchange.getResponseBody().write(answer.body());
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  /** Answers nobody any more. */
  @Override
  public void close() {
    open();
    server.stop(0);
  }
}
