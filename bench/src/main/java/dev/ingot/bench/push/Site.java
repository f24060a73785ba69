package dev.ingot.bench.push;

import dev.ingot.bench.platform.AppUnderTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** A web server that comes up. @param host as the request names it, empty = the address */
record Site(String origin, String host) {
  private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(2)).build();

  /** Waits for a 200 whose body has this text, asking every 5 ms. */
  void await(String text) {
    AppUnderTest.await(origin + " to answer 200 with '" + text + "'", 5, () -> answers(text));
  }

  private boolean answers(String text) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(origin + "/")).timeout(Duration.ofSeconds(5));
    if (!host.isEmpty()) {
      request.header("Host", host);
    }
    try {
      HttpResponse<String> answer = HTTP.send(request.build(), BodyHandlers.ofString());
      return answer.statusCode() == 200 && answer.body().contains(text);
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
