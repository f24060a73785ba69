package dev.ingot.cli.platform;

import dev.ingot.cli.Failure;
import dev.ingot.cli.target.Target;
import dev.ingot.cli.target.TargetFile;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Logs the CLI of whoever ran `up` in as admin, with the org and space a new platform has. */
final class AdminLogin {
  private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private AdminLogin() {}

  /** A login that still goes to this platform as a valid user is left alone, with its org and space. */
  static void perform(Platform platform, PlatformConfig config) throws IOException, InterruptedException {
    TargetFile file = TargetFile.ofEnvironment();
    // The router's plain port is always there and needs no trust in a certificate.
    String api = "http://localhost" + (config.httpPort() == 80 ? "" : ":" + config.httpPort());
    Optional<Target> present = file.read().filter(target -> target.api().equals(api) && target.refreshToken() != null);
    if (present.isPresent() && renew(file, present.get())) {
      return;
    }
    String password = Files.readString(platform.secret("admin-password"));
    HttpResponse<String> answer = token(api, "grant_type=password&username=admin&password=" + URLEncoder.encode(password, StandardCharsets.UTF_8));
    if (answer.statusCode() != 200) {
      throw new Failure("the platform runs, but its admin password is not the one in " + platform.secret("admin-password")
          + " (changed since?). Log in by hand: ingot login -a " + api);
    }
    JsonNode token = JSON.readTree(answer.body());
    Target target = new Target(api, null, null, token.path("access_token").asString(), token.path("refresh_token").asString(), false);
    Target.@Nullable Named org = first(target, "/v3/organizations?order_by=created_at&per_page=1");
    Target.@Nullable Named space = org == null ? null : first(target, "/v3/spaces?order_by=created_at&per_page=1&organization_guids=" + org.guid());
    file.write(target.withSpace(org, space));
  }

  private static boolean renew(TargetFile file, Target target) throws IOException, InterruptedException {
    HttpResponse<String> answer = token(target.api(),
        "grant_type=refresh_token&refresh_token=" + URLEncoder.encode(String.valueOf(target.refreshToken()), StandardCharsets.UTF_8));
    if (answer.statusCode() != 200) {
      return false;
    }
    JsonNode token = JSON.readTree(answer.body());
    file.write(target.withTokens(token.path("access_token").asString(), token.path("refresh_token").asString()));
    return true;
  }

  private static HttpResponse<String> token(String api, String form) throws IOException, InterruptedException {
    return HTTP.send(HttpRequest.newBuilder(URI.create(api + "/uaa/oauth/token"))
        .header("Authorization", "Basic " + Base64.getEncoder().encodeToString("cf:".getBytes(StandardCharsets.US_ASCII)))
        .header("Content-Type", "application/x-www-form-urlencoded").header("Accept", "application/json")
        .POST(BodyPublishers.ofString(form)).build(), BodyHandlers.ofString());
  }

  private static Target.@Nullable Named first(Target target, String path) throws IOException, InterruptedException {
    HttpResponse<String> answer = HTTP.send(HttpRequest.newBuilder(URI.create(target.api() + path)).header("Authorization", "Bearer " + target.accessToken()).build(),
        BodyHandlers.ofString());
    JsonNode resource = JSON.readTree(answer.body()).path("resources").path(0);
    return resource.isMissingNode() ? null : new Target.Named(resource.path("guid").asString(), resource.path("name").asString());
  }
}
