package dev.ingot.stager.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.ingot.oci.image.Digest;
import dev.ingot.stager.build.BuildEnvironment;
import dev.ingot.stager.buildpack.Target;
import dev.ingot.stager.files.StageException;
import dev.ingot.stager.files.Workspace;
import dev.ingot.stager.sandbox.Sandbox;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class FetchedBuildpacksTest {
  @TempDir Path dir;
  private final List<String> log = new ArrayList<>();
  private HttpServer web;
  private Workspace workspace;

  @BeforeEach
  void serve() throws IOException {
    workspace = Workspace.create(dir.resolve("work"));
    web = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    web.createContext("/endless.cnb", exchange -> {
      exchange.sendResponseHeaders(200, 0);
      try (var body = exchange.getResponseBody()) {
        for (int i = 0; i < 64; i++) {
          body.write(new byte[1 << 20]);
        }
      } catch (IOException e) {
        // nobody listens any more
      }
    });
    web.createContext("/away.cnb", exchange -> {
      exchange.getResponseHeaders().set("Location", "file:///etc/passwd");
      exchange.sendResponseHeaders(302, -1);
      exchange.close();
    });
    web.createContext("/", exchange -> {
      exchange.sendResponseHeaders(200, 4);
      exchange.getResponseBody().write("bits".getBytes());
      exchange.close();
    });
    web.start();
  }

  @AfterEach
  void stop() {
    web.stop(0);
  }

  @Test
  void eachAddress_isFetchedOnce_andItsDigestTold() throws Exception {
    Map<String, Path> files = fetch("/a.cnb", "/b.zip?x=$(id)'");

    assertThat(files).hasSize(2).allSatisfy((address, file) -> assertThat(file).hasContent("bits"));
    assertThat(log).contains("Downloaded buildpack " + origin() + "/a.cnb (4 bytes, " + Digest.sha256("bits".getBytes()).value() + ")");
    assertThat(workspace.generated()).isEmptyDirectory();
  }

  @Test
  void whatHasNoEnd_isNotStored_andNoFileOfTheContainerIsRead() {
    assertThatThrownBy(() -> fetch("/endless.cnb")).isInstanceOf(StageException.class).hasMessageContaining("cannot be fetched");
    assertThatThrownBy(() -> fetch("/away.cnb")).isInstanceOf(StageException.class).hasMessageContaining("cannot be fetched").hasMessageNotContaining("root:");
  }

  @Test
  void projectsGroup_countsUnlessTheUserNamedBuildpacks() throws Exception {
    Files.writeString(dir.resolve("project.toml"), """
        [_]
        schema-version = "0.2"
        [[io.buildpacks.group]]
        uri = "https://a/x.cnb"
        [[io.buildpacks.group]]
        uri = "ci/mine"
        [[io.buildpacks.post.group]]
        uri = "https://b/y.cnb"
        """);
    var project = ProjectDescriptor.read(dir);

    assertThat(FetchedBuildpacks.addresses(project, false)).containsExactly("https://a/x.cnb", "https://b/y.cnb");
    assertThat(FetchedBuildpacks.addresses(project, true)).containsExactly("https://b/y.cnb");
  }

  private Map<String, Path> fetch(String... paths) throws Exception {
    var environment = BuildEnvironment.of(Map.of("PATH", System.getenv("PATH")), Map.of(), "s", new Target("linux", "amd64", "", List.of()));
    return new FetchedBuildpacks(workspace, environment, (error, line) -> log.add(line), 1 << 20)
        .fetch(java.util.stream.Stream.of(paths).map(path -> origin() + path).toList(), new Here(), Duration.ofSeconds(20));
  }

  private String origin() {
    return "http://127.0.0.1:" + web.getAddress().getPort();
  }

  /** Runs commands on this machine, with the directory of plans where it is here. */
  private final class Here implements Sandbox {
    @Override
    public Exit run(List<String> command, Map<String, String> env, String directory, Duration limit, BiConsumer<String, Boolean> output) throws InterruptedException {
      try {
        var builder = new ProcessBuilder(command.stream().map(word -> word.startsWith(Workspace.GENERATED) ? workspace.generated() + word.substring(Workspace.GENERATED.length()) : word).toList());
        builder.environment().keySet().retainAll(List.of("PATH"));
        Process process = builder.redirectErrorStream(true).start();
        new String(process.getInputStream().readAllBytes()).lines().forEach(line -> output.accept(line, true));
        return new Exit(process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS) ? process.exitValue() : -1, false, false);
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }

    @Override
    public void close() { }
  }
}
