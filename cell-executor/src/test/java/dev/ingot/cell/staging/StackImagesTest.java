package dev.ingot.cell.staging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.ingot.api.cell.v1.Image;
import dev.ingot.cell.config.CellConfig;
import dev.ingot.cell.config.Subnet;
import dev.ingot.oci.image.Digest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackImagesTest {
  private static final String ONE = Digest.sha256(new byte[] {1}).value();
  private static final String TWO = Digest.sha256(new byte[] {2}).value();
  @TempDir Path dir;
  private final List<String> asked = new ArrayList<>();
  private final List<String> fetched = new ArrayList<>();
  private HttpServer server;
  private StackImages stacks;
  private int status = 200;
  private String body = "{}";

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", x -> {
      try (x) {
        asked.add(x.getRequestMethod() + " " + x.getRequestURI() + " " + x.getRequestHeaders().getFirst("Authorization"));
        x.sendResponseHeaders(status, body.length());
        x.getResponseBody().write(body.getBytes());
      }
    });
    server.start();
    Path token = Files.writeString(dir.resolve("token"), "secret\n");
    URI controller = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    var config = new CellConfig("cell", controller, "127.0.0.1:1", token, dir, 1, Subnet.parse("10.1.2.0/24"), "t", 1, 1, dir, dir, 0, 1);
    stacks = new StackImages(config, (Image image) -> fetched.add(image.getRepository() + "@" + image.getDigest()));
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void eachImage_isFetchedOnce_andANewOneLater() throws IOException {
    body = "{\"debian\":{\"build\":{\"repository\":\"stacks/debian/build\",\"digest\":\"%s\"},\"run\":{\"repository\":\"stacks/debian/run\",\"digest\":\"no digest\"}}}".formatted(ONE);
    stacks.look();
    stacks.look();
    assertThat(fetched).containsExactly("stacks/debian/build@" + ONE);
    assertThat(asked.getFirst()).isEqualTo("GET /internal/stacks Basic Y2VsbDpzZWNyZXQ=");
    body = body.replace("no digest", TWO);
    stacks.look();
    assertThat(fetched).containsExactly("stacks/debian/build@" + ONE, "stacks/debian/run@" + TWO);
  }

  @Test
  void controllerThatDoesNotTell_isAFailureToTryAgain() throws IOException {
    status = 503;
    assertThatThrownBy(() -> stacks.look()).isInstanceOf(IOException.class).hasMessageContaining("503");
    status = 200;
    body = "[";
    assertThatThrownBy(() -> stacks.look()).isInstanceOf(IOException.class).hasMessageContaining("list of stacks");
    body = "{}";
    stacks.look();
    assertThat(fetched).isEmpty();
  }
}
