package dev.ingot.controller.registry.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.controller.ControllerApplication;
import dev.ingot.controller.auth.Passwords;
import dev.ingot.oci.image.Digest;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The registry inside the real controller with a real PostgreSQL: who may do what. */
class RegistryInControllerIT {
  @TempDir static Path folder;
  private static EmbeddedPostgres postgres;
  private static ConfigurableApplicationContext controller;
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @BeforeAll
  static void start() throws Exception {
    postgres = EmbeddedPostgres.builder().setDataDirectory(folder.resolve("postgres")).start();
    Path token = Files.writeString(folder.resolve("join-token"), "join-me\n");
    controller = SpringApplication.run(ControllerApplication.class, "--server.port=0", "--spring.main.lazy-initialization=true", "--ingot.state-dir=" + folder.resolve("state"),
        "--ingot.join-token-file=" + token, "--spring.datasource.url=" + postgres.getJdbcUrl("postgres", "postgres"));
    JdbcClient jdbc = controller.getBean(JdbcClient.class);
    String hash = controller.getBean(Passwords.class).hash("s3cret");
    jdbc.sql("""
        insert into organization_quotas (guid, name, created_at, updated_at) values ('q9', 'q9', now(), now());
        insert into organizations (guid, name, quota_guid, created_at, updated_at) values ('o9', 'o9', 'q9', now(), now());
        insert into spaces (guid, organization_guid, name, created_at, updated_at) values ('s9', 'o9', 's9', now(), now());
        insert into apps (guid, space_guid, name, created_at, updated_at) values ('app9', 's9', 'app9', now(), now());
        """).update();
    for (String user : new String[] {"space_developer", "space_auditor", "nobody"}) {
      jdbc.sql("insert into users (guid, username, password_hash, created_at, updated_at) values (?, ?, ?, now(), now())")
          .params(user + "-guid", user, hash).update();
      if (!user.equals("nobody")) {
        jdbc.sql("insert into roles (guid, type, user_guid, space_guid, organization_guid, created_at, updated_at) values (?, ?, ?, 's9', null, now(), now())")
            .params(user + "-role", user, user + "-guid").update();
      }
    }
  }

  @AfterAll
  static void stop() throws Exception {
    controller.close();
    postgres.close();
  }

  @Test
  void nobody_is_asked_to_log_in() throws Exception {
    HttpResponse<String> answer = send("", "GET", "/v2/", "");
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("WWW-Authenticate").orElse("")).matches("Bearer realm=\"http://127.0.0.1:\\d+/v2/token\",service=\"127.0.0.1:\\d+\"");
    assertThat(send("space_developer:wrong", "GET", "/v2/", "").statusCode()).isEqualTo(401);
  }

  @Test
  void roles_decide_about_an_apps_images() throws Exception {
    String blob = "{}";
    Digest digest = Digest.sha256(blob.getBytes(StandardCharsets.UTF_8));
    String upload = "/v2/apps/app9/blobs/uploads/?digest=" + digest;
    String path = "/v2/apps/app9/blobs/" + digest;
    assertThat(send("space_auditor:s3cret", "POST", upload, blob).statusCode()).isEqualTo(403);
    assertThat(send("nobody:s3cret", "POST", upload, blob).statusCode()).isEqualTo(404);
    assertThat(send("space_developer:s3cret", "POST", "/v2/apps/no-such-app/blobs/uploads/", "").statusCode()).isEqualTo(404);
    assertThat(send("space_developer:s3cret", "POST", upload, blob).statusCode()).isEqualTo(201);
    assertThat(send("space_auditor:s3cret", "GET", path, "").body()).isEqualTo(blob);
    assertThat(send("cell:join-me", "GET", path, "").statusCode()).isEqualTo(200);
    assertThat(send("nobody:s3cret", "GET", path, "").statusCode()).isEqualTo(404);
  }

  @Test
  void stacks_are_written_by_the_platform_and_read_by_every_user() throws Exception {
    String blob = "stack";
    Digest digest = Digest.sha256(blob.getBytes(StandardCharsets.UTF_8));
    String upload = "/v2/stacks/debian/run/blobs/uploads/?digest=" + digest;
    assertThat(send("space_developer:s3cret", "POST", upload, blob).statusCode()).isEqualTo(403);
    assertThat(send("cell:join-me", "POST", upload, blob).statusCode()).isEqualTo(201);
    assertThat(send("nobody:s3cret", "GET", "/v2/stacks/debian/run/blobs/" + digest, "").body()).isEqualTo(blob);
  }

  @Test
  void upload_sent_as_a_form_arrives_whole() throws Exception {
    String blob = "a=b&c=d";
    Digest digest = Digest.sha256(blob.getBytes(StandardCharsets.UTF_8));
    String session = send("cell:join-me", "POST", "/v2/apps/app9/blobs/uploads/", "").headers().firstValue("Location").orElseThrow();
    assertThat(send("cell:join-me", "PUT", session + "?digest=" + digest, blob).statusCode()).isEqualTo(201);
  }

  private static HttpResponse<String> send(String credentials, String method, String path, String body) throws Exception {
    String port = controller.getEnvironment().getProperty("local.server.port");
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .header("Content-Type", "application/x-www-form-urlencoded").method(method, HttpRequest.BodyPublishers.ofString(body));
    if (!credentials.isEmpty()) {
      request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)));
    }
    return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
