package dev.ingot.cli.platform;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks each process whether it can do its job. */
final class Health {
  private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(2)).build();
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private Health() {}

  /** `status` is UP, DOWN or another word of the process's own; `detail` says why it is not UP. */
  record Answer(String status, String version, String detail) {
    boolean up() {
      return status.equals("UP");
    }
  }

  static Answer of(PlatformConfig config, String process) {
    return switch (process) {
      case "postgres" -> postgres(config.postgresPort());
      case "controller" -> http(config.controllerPort(), "/internal/health");
      case "router" -> http(config.routerStatusPort(), "/health");
      default -> http(config.cellStatusPort(Integer.parseInt(process.substring("cell-".length()))), "/health");
    };
  }

  private static Answer postgres(int port) {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      return new Answer("UP", "18", "");
    } catch (IOException e) {
      return new Answer("DOWN", "", e.getMessage());
    }
  }

  private static Answer http(int port, String path) {
    try {
      HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).timeout(Duration.ofSeconds(3)).build();
      String body = HTTP.send(request, BodyHandlers.ofString()).body();
      JsonNode json = JSON.readTree(body);
      return new Answer(json.path("status").asString("DOWN"), json.path("version").asString(""), json.path("reason").asString(body));
    } catch (IOException | tools.jackson.core.JacksonException e) {
      return new Answer("DOWN", "", e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Answer("DOWN", "", "interrupted");
    }
  }
}
