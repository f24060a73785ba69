package dev.ingot.cell.health;

import dev.ingot.api.cell.v1.HealthCheck;
import dev.ingot.api.cell.v1.HealthCheckType;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One try of a health check, from the cell to the container's address (so an app that listens on its loopback only is unhealthy, as in
 * CF). Empty = healthy, else the reason in words. Stateless.
 */
final class Probe {
  private static final int MAX_REDIRECTS = 10;

  private final HealthCheck check;
  private final String address;
  private final List<Integer> ports;
  private final int timeoutMillis;

  Probe(HealthCheck check, String address, List<Integer> ports) {
    this.check = check;
    this.address = address;
    this.ports = ports;
    this.timeoutMillis = (int) Duration.ofSeconds(Math.max(1, check.getInvocationTimeoutSeconds())).toMillis();
  }

  Optional<String> run() {
    if (check.getType() == HealthCheckType.PROCESS || ports.isEmpty()) {
      return Optional.empty();
    }
    if (check.getType() == HealthCheckType.HTTP) {
      return http();
    }
    return ports.stream().flatMap(port -> connect(port).stream()).findFirst();
  }

  private Optional<String> connect(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, port), timeoutMillis);
      return Optional.empty();
    } catch (SocketTimeoutException e) {
      return Optional.of("failed to make TCP connection to " + address + ":" + port + ": timed out after " + timeoutMillis + " ms");
    } catch (IOException e) {
      return Optional.of("failed to make TCP connection to " + address + ":" + port + ": " + e.getMessage());
    }
  }

  private Optional<String> http() {
    String path = check.getEndpoint().isEmpty() ? "/" : check.getEndpoint();
    try {
      URI uri = URI.create("http://" + address + ":" + ports.getFirst()).resolve(path.startsWith("/") ? path : "/" + path);
      long deadline = System.nanoTime() + timeoutMillis * 1_000_000L;
      for (int i = 0; i <= MAX_REDIRECTS; i++) {
        HttpURLConnection connection = open(uri, deadline);
        int status = connection.getResponseCode();
        String location = connection.getHeaderField("Location");
        connection.disconnect();
        if (status / 100 != 3 || location == null) {
          return status == 200 ? Optional.empty() : Optional.of("failed to make HTTP request to '" + path + "' on port " + ports.getFirst()
              + ": received status code " + status);
        }
        uri = uri.resolve(location);
        if (!address.equals(uri.getHost())) {
          return Optional.of("failed to make HTTP request to '" + path + "': it redirects to another host, which the cell does not follow");
        }
      }
      return Optional.of("failed to make HTTP request to '" + path + "': more than " + MAX_REDIRECTS + " redirects");
    } catch (SocketTimeoutException e) {
      return Optional.of("failed to make HTTP request to '" + path + "' on port " + ports.getFirst() + ": timed out after " + timeoutMillis + " ms");
    } catch (IOException | IllegalArgumentException e) {
      return Optional.of("failed to make HTTP request to '" + path + "' on port " + ports.getFirst() + ": " + e.getMessage());
    }
  }

  private static HttpURLConnection open(URI uri, long deadline) throws IOException {
    int left = (int) ((deadline - System.nanoTime()) / 1_000_000L);
    if (left <= 0) {
      throw new SocketTimeoutException();
    }
    HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection(Proxy.NO_PROXY);
    connection.setInstanceFollowRedirects(false);
    connection.setConnectTimeout(left);
    connection.setReadTimeout(left);
    connection.setRequestProperty("User-Agent", "diego-healthcheck");
    connection.setRequestProperty("X-Forwarded-Proto", "https");
    connection.setRequestProperty("Connection", "close");
    return connection;
  }
}
