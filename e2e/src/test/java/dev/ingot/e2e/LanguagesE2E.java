package dev.ingot.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/**
 * A real app of each language: pushed from source with its dependencies from the registries, answers, a changed source line moves no dependency layer,
 * and Docker runs the image as a user of its own choice.
 * {@code -Dingot.e2e.samples=nodejs-vite,java-war} runs some rows alone.
 */
@Order(9)
@ExtendWith(WithDocker.class)
class LanguagesE2E {
  /** Static programs, which need nothing of the stack. */
  private static final Set<String> TINY = Set.of("go-chi", "rust-web");
  private final TestPlatform platform = TestPlatform.get();

  /**
   * One sample and what is expected of it.
   *
   * @param sample directory below samples/ and name of the app in its manifest
   * @param path what is asked for
   * @param expected must be in the answer
   * @param file source file, relative to the sample, in which {@code from} is replaced by {@code to}
   * @param changed must be in the answer after that and was not before
   * @param rebuilt layers of buildpacks that hold the app's own code and so may differ, as {@code ingot/go:app}; none else may
   */
  record Language(String sample, String path, String expected, String file, String from, String to, String changed, Set<String> rebuilt) {
    static Language of(String sample, String path, String expected, String file, String from, String to, String... rebuilt) {
      return new Language(sample, path, expected, file, from, to, to, Set.of(rebuilt));
    }

    @Override
    public String toString() {
      return sample;
    }
  }

  static Stream<Language> languages() {
    String some = System.getProperty("ingot.e2e.samples", "");
    return all().filter(language -> some.isEmpty() || Set.of(some.split(",")).contains(language.sample));
  }

  private static Stream<Language> all() {
    return Stream.of(
        Language.of("java-spring-boot", "/", "Hello from Ingot", "src/main/java/com/example/hello/HelloApplication.java", "Hello from Ingot", "Changed by a line"),
        Language.of("java-war", "/hello?guest=you", "Hello from a servlet, you", "src/main/java/com/example/guestbook/GuestbookServlet.java", "Hello from a servlet", "Changed by a line"),
        Language.of("java-gradle", "/", "Hello from Ingot", "src/main/java/com/example/notes/Main.java", "Hello from Ingot", "Changed by a line"),
        Language.of("nodejs-vite", "/", "/assets/index-", "index.html", "Hello from Ingot", "Changed by a line", "ingot/static:server"),
        Language.of("nodejs-yarn", "/", "Hello from Koa", "server.js", "Hello from Koa", "Changed by a line"),
        Language.of("nodejs-pnpm-workspace", "/", "Hello from a workspace", "packages/greeting/index.js", "Hello from a workspace", "Changed by a line"),
        Language.of("python-flask", "/", "Hello from Ingot", "app.py", "Hello from Ingot", "Changed by a line"),
        Language.of("python-fastapi", "/", "Hello from Ingot", "main.py", "Hello from Ingot", "Changed by a line"),
        Language.of("python-django", "/", "/static/site.", "mysite/views.py", "Hello from Ingot", "Changed by a line"),
        Language.of("go-chi", "/", "Hello from Ingot", "main.go", "Hello from Ingot", "Changed by a line", "ingot/go:programs"),
        Language.of("ruby-vendored", "/", "Hello from vendored gems", "app.rb", "Hello from vendored gems", "Changed by a line"),
        Language.of("php-web", "/", "Hello From Ingot", "public/index.php", "hello from ingot", "Changed By A Line"),
        Language.of("rust-web", "/", "Hello from Ingot", "src/main.rs", "Hello from Ingot", "Changed by a line", "ingot/rust:programs"),
        Language.of("spa-static", "/any/path", "Hello from Ingot", "dist/index.html", "Hello from Ingot", "Changed by a line", "ingot/static:server"));
  }

  @ParameterizedTest
  @MethodSource("languages")
  void secondPushWithOneChangedLine_reusesEveryDependencyLayer_andDockerRunsItAsAnybody(Language language) throws Exception {
    Path source = platform.sample(language.sample);
    if (Files.exists(source.resolve("vendor.sh"))) {
      Commands.run(source, Map.of(), Duration.ofMinutes(2), List.of("./vendor.sh")).mustSucceed();
    }
    Commands.Result first = platform.ingot(source, Duration.ofMinutes(5), "push").mustSucceed();
    HttpResponse<String> answer = platform.request(language.sample, language.path);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains(language.expected).doesNotContain(language.changed);
    Layers before = layers(language.sample);
    change(source, language);

    Commands.Result second = platform.ingot(source, Duration.ofMinutes(5), "push").mustSucceed();

    Eventually.within(Duration.ofSeconds(10), "the changed line of " + language, () -> platform.request(language.sample, language.path).body().contains(language.changed));
    Layers after = layers(language.sample);
    System.out.println("TIMING " + language + " first push " + first.took() + ": " + phases(first));
    System.out.println("TIMING " + language + " second push " + second.took() + ": " + phases(second));
    System.out.printf("TIMING %s image %.1f MB on %s%n", language, after.bytes / 1e6, platform.json("app", language.sample).at("/droplet/stack").asString());
    if (TINY.contains(language.sample)) {
      assertThat(platform.json("app", language.sample).at("/droplet/stack").asString()).endsWith("-tiny");
      assertThat(after.bytes).as("bytes of the image").isLessThan(10_000_000);
    }
    assertThat(after.ofBuildpacks.keySet()).isEqualTo(before.ofBuildpacks.keySet());
    assertThat(differing(before.ofBuildpacks, after.ofBuildpacks)).as("layers of dependencies that changed").isSubsetOf(language.rebuilt);
    assertThat(differing(before.ofApp, after.ofApp)).as("slices of the app that changed, of " + after.ofApp.size()).hasSizeLessThanOrEqualTo(1);
    String image = DockerImage.pulled(platform, language.sample);
    assertThat(DockerImage.ask(image, language.path, DockerImage::webAsAnybody).body()).as("of Docker").contains(language.changed);
    Commands.run("docker", "rmi", "-f", image).mustSucceed();
    platform.ingot("delete", language.sample, "-f", "-r").mustSucceed();
  }

  private static void change(Path source, Language language) throws IOException {
    Path file = source.resolve(language.file);
    String text = Files.readString(file);
    assertThat(text).contains(language.from);
    Files.writeString(file, text.replace(language.from, language.to));
  }

  /** What the push says about the times of staging. */
  private static String phases(Commands.Result push) {
    return push.output().lines().filter(line -> line.contains("Staged in ")).map(line -> line.substring(line.indexOf("Staged in "))).collect(Collectors.joining("; "));
  }

  private static Set<String> differing(Map<String, String> before, Map<String, String> after) {
    return after.entrySet().stream().filter(entry -> !entry.getValue().equals(before.get(entry.getKey()))).map(Map.Entry::getKey).collect(Collectors.toSet());
  }

  /** Diff IDs of an image: layers of buildpacks as {@code id:name}, slices of the app by number; and the compressed size of all its layers. */
  private record Layers(Map<String, String> ofBuildpacks, Map<String, String> ofApp, long bytes) {}

  /** Out of the label that the lifecycle writes (CNB platform spec, "Exporter"), for the app's current image in our registry. */
  private Layers layers(String app) throws IOException, InterruptedException {
    String[] image = platform.json("app", app).path("droplet").path("image").asString().replaceFirst("^[^/]+:[0-9]+/", "").split("@");
    JsonNode manifest = registry(image[0] + "/manifests/" + image[1]);
    JsonNode config = registry(image[0] + "/blobs/" + manifest.path("config").path("digest").asString());
    JsonNode label = TestPlatform.JSON.readTree(config.path("config").path("Labels").path("io.buildpacks.lifecycle.metadata").asString());
    Map<String, String> ofBuildpacks = new LinkedHashMap<>();
    for (JsonNode buildpack : label.path("buildpacks")) {
      buildpack.path("layers").properties().stream().filter(layer -> layer.getValue().path("launch").asBoolean(false))
          .forEach(layer -> ofBuildpacks.put(buildpack.path("key").asString() + ":" + layer.getKey(), layer.getValue().path("sha").asString()));
    }
    Map<String, String> ofApp = new LinkedHashMap<>();
    label.path("app").forEach(slice -> ofApp.put("slice " + (ofApp.size() + 1), slice.path("sha").asString()));
    assertThat(ofApp).as(label.toString()).isNotEmpty();
    return new Layers(ofBuildpacks, ofApp, manifest.path("layers").valueStream().mapToLong(layer -> layer.path("size").asLong()).sum());
  }

  private JsonNode registry(String path) throws IOException, InterruptedException {
    HttpResponse<String> answer = TestPlatform.HTTP.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + platform.port + "/v2/" + path))
        .header("Authorization", "Bearer " + platform.token()).header("Accept", "application/vnd.oci.image.manifest.v1+json").build(), BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(path).isEqualTo(200);
    return TestPlatform.JSON.readTree(answer.body());
  }
}
