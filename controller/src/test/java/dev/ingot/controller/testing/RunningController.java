package dev.ingot.controller.testing;

import dev.ingot.controller.ControllerApplication;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The whole controller with a real PostgreSQL, started once for all integration tests of a JVM. Admin: `admin` / {@link #PASSWORD}. */
public final class RunningController {
  /** The admin's password. */
  public static final String PASSWORD = "a long enough password";
  /** The token of cells and routers. */
  public static final String JOIN_TOKEN = "join-token-of-the-test";
  /** Where `ingot.external-url` points to; nothing listens there unless a test does. */
  public static final int EXTERNAL_PORT = freePort();
  /** Where the identity provider `company` is, when a test starts it. */
  public static final int PROVIDER_PORT = freePort();
  private static @Nullable RunningController instance;

  private final ConfigurableApplicationContext context;
  private final String url;

  private RunningController() throws IOException {
    Path dir = Files.createTempDirectory("ingot-controller-it");
    Files.writeString(dir.resolve("admin-password"), PASSWORD + "\n");
    Files.writeString(dir.resolve("join-token"), JOIN_TOKEN + "\n");
    var postgres = EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
    context = new SpringApplicationBuilder(ControllerApplication.class).initializers(Statements::count).run("--server.port=0", "--ingot.grpc-port=0", "--ingot.state-dir=" + dir,
        "--ingot.join-token-file=" + dir.resolve("join-token"), "--ingot.admin-password-file=" + dir.resolve("admin-password"),
        "--ingot.rebase.settle=300ms", "--ingot.external-url=http://localhost:" + EXTERNAL_PORT, provider("company.issuer=http://localhost:" + PROVIDER_PORT), provider("company.client-id=ingot"),
        provider("company.client-secret=provider-secret"), provider("company.text=Company login"), provider("company.groups-attribute=groups"),
        provider("company.group-mappings.operators=cloud_controller.admin_read_only,no.such.group"),
        provider("self.issuer=http://localhost:" + EXTERNAL_PORT + "/uaa/oauth/token"), provider("self.client-id=federation"),
        provider("self.client-secret=federation-secret"), provider("self.scopes=openid,roles"), provider("self.groups-attribute=roles"),
        "--spring.datasource.url=" + postgres.getJdbcUrl("postgres", "postgres"), "--spring.datasource.username=postgres",
        "--spring.datasource.hikari.maximum-pool-size=6");
    url = "http://localhost:" + context.getEnvironment().getProperty("local.server.port");
    Runtime.getRuntime().addShutdownHook(new Thread(() -> {
      context.close();
      try {
        postgres.close();
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }));
  }

  /** The running one. */
  public static synchronized RunningController get() {
    if (instance == null) {
      try {
        instance = new RunningController();
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
    return instance;
  }

  private static String provider(String setting) {
    return "--ingot.identity-providers." + setting;
  }

  private static int freePort() {
    try (var socket = new java.net.ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Ends what earlier tests left waiting or running, for a test with a cell: it would be told of all that too, and have no room. */
  public RunningController endWhatOthersLeft() {
    JdbcClient jdbc = bean(JdbcClient.class);
    jdbc.sql("update apps set state = 'STOPPED'").update();
    jdbc.sql("update builds set state = 'FAILED' where state = 'STAGING'").update();
    jdbc.sql("update tasks set state = 'FAILED' where state in ('PENDING', 'RUNNING', 'CANCELING')").update();
    jdbc.sql("delete from instances").update();
    return this;
  }

  /** The port it listens on. */
  public int port() {
    return java.net.URI.create(url).getPort();
  }

  /** Its origin. */
  public String url() {
    return url;
  }

  /** A bean of it. */
  public <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  /** A client that is not logged in. */
  public Http anonymous() {
    return new Http(url, null, "anonymous");
  }

  /** A client logged in as admin. */
  public Http admin() {
    return login("admin", PASSWORD).known("admin");
  }

  /** A client with a fresh token of a user. */
  public Http login(String user, String password) {
    var answer = anonymous().form("/uaa/oauth/token", "grant_type", "password", "username", user, "password", password);
    if (answer.status() != 200) {
      throw new AssertionError("login of " + user + " failed: " + answer);
    }
    return new Http(url, "bearer " + answer.json().get("access_token").asString(), "user");
  }

  /** A client with the join token. */
  public Http cell() {
    return new Http(url, Http.basic("cell", JOIN_TOKEN), "cell");
  }
}
