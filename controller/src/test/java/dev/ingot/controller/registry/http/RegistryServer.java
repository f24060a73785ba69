package dev.ingot.controller.registry.http;

import dev.ingot.controller.registry.Limits;
import dev.ingot.controller.registry.Registry;
import dev.ingot.controller.registry.RegistryAccess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;

/** The registry's servlet in a Tomcat of its own on loopback. `cell` may all; `dev` writes below apps/dev and reads stacks. */
final class RegistryServer implements AutoCloseable {
  static final Limits LIMITS = new Limits(5_000_000, 4 << 20, 50, 30, Duration.ofHours(1), Duration.ofHours(1), 0);
  static final Map<String, String> PASSWORDS = Map.of("cell", "join", "dev", "s3cret");

  final Registry registry;
  final HttpClient client = HttpClient.newHttpClient();
  private final Tomcat tomcat = new Tomcat();

  RegistryServer(Path folder) throws Exception {
    this(folder, LIMITS);
  }

  /** As a process of its own, for tests that kill it: prints its port. */
  public static void main(String[] arguments) throws Exception {
    System.out.println(new RegistryServer(Path.of(arguments[0])).port());
  }

  RegistryServer(Path folder, Limits limits) throws Exception {
    registry = new Registry(folder.resolve("registry"), limits, Clock.systemUTC());
    tomcat.setBaseDir(folder.resolve("tomcat").toString());
    tomcat.setPort(0);
    tomcat.getConnector().setProperty("address", "127.0.0.1");
    Context context = tomcat.addContext("", folder.toString());
    Tomcat.addServlet(context, "registry", new RegistryServlet(registry, new Users(), null));
    context.addServletMappingDecoded("/v2/*", "registry");
    tomcat.start();
  }

  int port() {
    return tomcat.getConnector().getLocalPort();
  }

  HttpRequest.Builder request(String path) {
    return anonymous(path).header("Authorization", basic("cell"));
  }

  HttpRequest.Builder anonymous(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path)).timeout(Duration.ofSeconds(20));
  }

  HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  HttpResponse<byte[]> send(String method, String path, byte[] body, String... headers) throws IOException, InterruptedException {
    HttpRequest.Builder request = request(path).method(method, HttpRequest.BodyPublishers.ofByteArray(body));
    return send(headers.length == 0 ? request : request.headers(headers));
  }

  static String basic(String user) {
    return "Basic " + Base64.getEncoder().encodeToString((user + ":" + PASSWORDS.get(user)).getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() throws Exception {
    client.close();
    tomcat.stop();
    tomcat.destroy();
  }

  private static final class Users implements RegistryAccess {
    @Override
    public Optional<Caller> authenticate(String authorization) {
      return PASSWORDS.keySet().stream().filter(user -> basic(user).equals(authorization)).findFirst().map(user -> new User(user.equals("cell")));
    }
  }

  private record User(boolean cell) implements RegistryAccess.Caller {
    @Override
    public RegistryAccess.Rights rights(String name) {
      boolean write = cell || name.startsWith("apps/dev");
      return new RegistryAccess.Rights(name, write || name.startsWith("stacks/"), write);
    }

    @Override
    public boolean mayReadAll() {
      return cell;
    }
  }
}
