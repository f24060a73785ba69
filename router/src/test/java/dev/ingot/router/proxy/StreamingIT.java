package dev.ingot.router.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.internal.PlatformDependent;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Large bodies, slow readers, upgraded connections. */
class StreamingIT {
  private static final String HOST = "web.apps.localhost";
  private static final int CHUNK = 1 << 20;
  private static final int CHUNKS = Integer.getInteger("router.streaming.megabytes", 256);
  private final Rig rig = new Rig();

  @AfterEach
  void stop() {
    rig.close();
  }

  @Test
  void largeDownload_passesWhole_withoutGrowingMemory() throws IOException {
    try (Backend app = new Backend((wire, request) -> {
      wire.send("HTTP/1.1 200 OK\r\nContent-Length: " + (long) CHUNK * CHUNKS + "\r\n\r\n");
      byte[] chunk = new byte[CHUNK];
      for (int i = 0; i < CHUNKS; i++) {
        chunk[0] = (byte) i;
        wire.send(chunk);
      }
    }); Wire client = rig.route(HOST, app.port()).client()) {
      client.send("GET / HTTP/1.1\r\nHost: " + HOST + "\r\n\r\n");
      client.readHead();
      long most = 0;
      for (int i = 0; i < CHUNKS; i++) {
        assertThat(client.bytes(CHUNK)[0]).isEqualTo((byte) i);
        most = Math.max(most, direct());
      }
      assertThat(most).as("memory outside the heap").isBetween(1L, 64L << 20);
    }
  }

  @Test
  void largeUpload_passesWhole() throws IOException {
    AtomicLong received = new AtomicLong();
    try (Backend app = new Backend(Backend.Script.ofHead((wire, request) -> {
      for (int i = 0; i < 64; i++) {
        received.addAndGet(wire.bytes(CHUNK).length);
      }
      wire.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    })); Wire client = rig.route(HOST, app.port()).client()) {
      client.send("PUT / HTTP/1.1\r\nHost: " + HOST + "\r\nContent-Length: " + 64L * CHUNK + "\r\n\r\n");
      for (int i = 0; i < 64; i++) {
        client.send(new byte[CHUNK]);
      }
      assertThat(client.read(false).status()).isEqualTo(200);
      assertThat(received).hasValue(64L * CHUNK);
    }
  }

  @Test
  void slowReader_slowsTheAppDown() throws Exception {
    AtomicLong written = new AtomicLong();
    try (Backend app = new Backend((wire, request) -> {
      wire.send("HTTP/1.1 200 OK\r\nContent-Length: " + 200L * CHUNK + "\r\n\r\n");
      for (int i = 0; i < 200; i++) {
        wire.send(new byte[CHUNK]);
        written.addAndGet(CHUNK);
      }
    }); Wire client = rig.route(HOST, app.port()).client()) {
      client.send("GET / HTTP/1.1\r\nHost: " + HOST + "\r\n\r\n");
      client.readHead();
      long before;
      do {
        before = written.get();
        TimeUnit.MILLISECONDS.sleep(500);
      } while (written.get() > before);
      // What the kernel's socket buffers hold, but not the whole body.
      assertThat(written.get()).isLessThan(100L * CHUNK);
      for (int i = 0; i < 200; i++) {
        client.bytes(CHUNK);
      }
      assertThat(client.get("nowhere.example.org", "/").status()).as("the connection goes on").isEqualTo(404);
    }
  }

  @Test
  void responseWhileTheRequestStillComes_isDelivered() throws IOException {
    try (Backend app = new Backend(Backend.Script.ofHead((wire, request) -> wire.send("HTTP/1.1 401 Unauthorized\r\nContent-Length: 2\r\n\r\nno")));
        Wire client = rig.route(HOST, app.port()).client()) {
      client.send("POST / HTTP/1.1\r\nHost: " + HOST + "\r\nContent-Length: 100000\r\n\r\n");
      Wire.Message answer = client.read(false);
      assertThat(answer.status()).isEqualTo(401);
      assertThat(answer.text()).isEqualTo("no");
      client.send(new byte[100_000]);
      rig.route("two.apps.localhost");
      assertThat(client.get("two.apps.localhost", "/").status()).as("the connection goes on behind the unread body").isEqualTo(503);
    }
  }

  @Test
  void upgrade_becomesATunnelBothWays_evenWithBytesSentEarly() throws Exception {
    CompletableFuture<Boolean> ended = new CompletableFuture<>();
    try (Backend app = new Backend((wire, request) -> {
      assertThat(request.header("Connection")).isEqualTo("Upgrade");
      assertThat(request.header("Upgrade")).isEqualTo("websocket");
      wire.send("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: k\r\n\r\nhi!");
      for (int b = wire.next(); b >= 0; b = wire.next()) {
        wire.send(new byte[] {(byte) (b + 1)});
      }
      ended.complete(true);
    }); Wire client = rig.route(HOST, app.port()).client()) {
      client.send("GET /ws HTTP/1.1\r\nHost: " + HOST + "\r\nConnection: keep-alive, Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: k\r\n\r\nA");
      Wire.Message answer = client.readHead();
      assertThat(answer.status()).isEqualTo(101);
      assertThat(answer.header("Sec-WebSocket-Accept")).isEqualTo("k");
      assertThat(new String(client.bytes(4))).isEqualTo("hi!B");
      client.send("XYZ");
      assertThat(new String(client.bytes(3))).isEqualTo("YZ[");
      client.close();
      assertThat(ended.get(5, TimeUnit.SECONDS)).isTrue();
    }
    for (int i = 0; i < 500 && rig.log.isEmpty(); i++) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
    assertThat(rig.log.getFirst().text()).contains("\" 101 ");
  }

  @Test
  void upgradeDeclined_leavesAnOrdinaryConnection() throws IOException {
    try (Backend app = Backend.saying("plain"); Wire client = rig.route(HOST, app.port()).client()) {
      assertThat(client.get(HOST, "/", "Connection: Upgrade", "Upgrade: websocket").text()).isEqualTo("plain");
      assertThat(client.get(HOST, "/").text()).isEqualTo("plain");
      client.get(HOST, "/", "Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c", "HTTP2-Settings: x");
      assertThat(app.requests().getLast().header("Upgrade")).as("HTTP/2 over plain text is not offered to apps").isNull();
    }
  }

  private static long direct() {
    // Netty counts what it allocates past the JDK; the JDK counts the rest.
    long pools = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream().mapToLong(BufferPoolMXBean::getMemoryUsed).sum();
    return Math.max(0, PlatformDependent.usedDirectMemory()) + pools;
  }
}
