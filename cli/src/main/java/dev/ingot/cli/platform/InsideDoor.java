package dev.ingot.cli.platform;

import dev.ingot.cli.Failure;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import tools.jackson.databind.json.JsonMapper;

/** The controller's doors for the platform's own processes (docs/explanation/processes.md), opened with the join token. */
record InsideDoor(URI controller, String joinToken) {
  /** Puts a JSON document there. @throws Failure when the controller refuses it */
  void put(String path, Object body, String what) throws IOException, InterruptedException {
    String basic = Base64.getEncoder().encodeToString(("cell:" + joinToken).getBytes(StandardCharsets.UTF_8));
    HttpResponse<String> answer;
    try (HttpClient http = HttpClient.newHttpClient()) {
      answer = http.send(HttpRequest.newBuilder(controller.resolve(path)).header("Authorization", "Basic " + basic).header("Content-Type", "application/json")
          .PUT(BodyPublishers.ofString(JsonMapper.builder().build().writeValueAsString(body))).build(), BodyHandlers.ofString());
    }
    if (answer.statusCode() / 100 != 2) {
      throw new Failure("the controller refused " + what + ": " + answer.statusCode() + " " + answer.body());
    }
  }
}
