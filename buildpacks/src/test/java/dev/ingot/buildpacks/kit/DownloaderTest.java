package dev.ingot.buildpacks.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DownloaderTest {
  @TempDir Path dir;

  @Test
  void passwordInAnAddress_isUsed_andNeverShown() throws Exception {
    var seen = new AtomicReference<>("");
    var server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.createContext("/", exchange -> {
      seen.set(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
      boolean good = exchange.getRequestURI().getPath().equals("/good");
      exchange.sendResponseHeaders(good ? 200 : 403, good ? 2 : -1);
      if (good) {
        exchange.getResponseBody().write("ok".getBytes());
      }
      exchange.close();
    });
    server.start();
    try {
      var origin = "http://me:s%40cr%22et@127.0.0.1:" + server.getAddress().getPort();
      assertThat(new Downloader(dir).text(origin + "/good", 100)).hasValue("ok");
      assertThat(seen.get()).isEqualTo("Basic " + Base64.getEncoder().encodeToString("me:s@cr\"et".getBytes()));
      assertThatThrownBy(() -> new Downloader(dir).text(origin + "/bad", 100)).hasMessageContaining("answered 403").hasMessageNotContaining("cr%22et").hasMessageNotContaining("s@cr");
      try (var left = Files.list(dir)) {
        assertThat(left).isEmpty();
      }
    } finally {
      server.stop(0);
    }
  }

  @Test
  void addressWithoutALogin_staysAsItIs() {
    assertThat(Downloader.withoutLogin("https://example.com/a@b?c=d@e")).isEqualTo("https://example.com/a@b?c=d@e");
    assertThat(Downloader.withoutLogin("https://u:p@ss@example.com/x")).isEqualTo("https://example.com/x");
    assertThat(Downloader.withoutLogin("HTTPS://u:p@example.com/x")).isEqualTo("HTTPS://example.com/x");
  }
}
