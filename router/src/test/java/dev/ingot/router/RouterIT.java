package dev.ingot.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.api.cell.v1.LogLine;
import dev.ingot.api.router.v1.RouteUpdate;
import dev.ingot.router.proxy.Backend;
import dev.ingot.router.proxy.Rig;
import dev.ingot.router.proxy.Wire;
import dev.ingot.router.stream.FakeController;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole router with a real gRPC stream to a controller that the test plays. */
class RouterIT {
  private static final String HOST = "web.apps.localhost";
  @TempDir Path directory;
  private final List<Router> routers = new ArrayList<>();
  private FakeController controller = new FakeController(0);

  @BeforeEach
  void token() throws IOException {
    Files.writeString(directory.resolve("join-token"), "s3cret\n");
  }

  @AfterEach
  void stop() throws InterruptedException {
    for (Router router : routers) {
      router.stop();
    }
    controller.close();
  }

  private RouterConfig config(int grpc, Path cert, Path key) throws IOException {
    Path file = directory.resolve("router.properties");
    Files.writeString(file, "http.address=127.0.0.1\nhttp.port=0\nstatus.port=0\ncontroller.http=http://127.0.0.1:" + Rig.closedPort() + "\ncontroller.grpc=127.0.0.1:" + grpc
        + "\njoin.token.file=" + directory.resolve("join-token") + "\nsystem.domain=localhost\napps.domain=apps.localhost\nstate.dir=" + directory.resolve("state") + "\nrouter.id=r1\n");
    RouterConfig read = RouterConfig.read(file);
    return new RouterConfig(read.httpAddress(), 0, 0, cert, key, read.controllerHttp(), read.controllerGrpc(), read.joinTokenFile(), read.systemDomain(), read.stateDir(), 0, read.routerId());
  }

  private Router start() throws IOException {
    Router router = Router.start(config(controller.port(), null, null), "test");
    routers.add(router);
    return router;
  }

  private static Wire.Message get(int port, String host, String path) throws IOException {
    try (Wire client = Wire.to(port)) {
      return client.get(host, path);
    }
  }

  private static void until(String what, BooleanSupplier condition) throws InterruptedException {
    for (int i = 0; !condition.getAsBoolean(); i++) {
      assertThat(i).as("waiting until " + what).isLessThan(1_000);
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  private static int status(Router router, String host) {
    try {
      return get(router.httpPort(), host, "/").status();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void snapshotThenDeltas_areServed_andHealthFollows() throws Exception {
    try (Backend one = Backend.saying("one"); Backend two = Backend.saying("two")) {
      Router router = start();
      assertThat(get(router.statusPort(), "localhost", "/health").status()).isEqualTo(503);
      assertThat(controller.hello().getRouterId()).isEqualTo("r1");
      assertThat(controller.tokens).containsExactly("Bearer s3cret");
      controller.snapshot(7, FakeController.route(HOST, one.port()));
      until("the route is served", () -> status(router, HOST) == 200);
      Wire.Message health = get(router.statusPort(), "localhost", "/health");
      assertThat(health.status()).isEqualTo(200);
      assertThat(health.text().strip()).isEqualTo("{\"status\":\"UP\",\"version\":\"test\"}");
      controller.send(RouteUpdate.newBuilder().setVersion(8).addRoutes(FakeController.route("two.apps.localhost", two.port())).build());
      until("the delta is served", () -> status(router, "two.apps.localhost") == 200);
      controller.send(RouteUpdate.newBuilder().setVersion(9).addRemoved("r-" + HOST).build());
      until("the route is gone", () -> status(router, HOST) == 404);
      assertThat(status(router, "two.apps.localhost")).isEqualTo(200);
    }
  }

  @Test
  void missedVersion_makesTheRouterAskAnew() throws Exception {
    Router router = start();
    controller.hello();
    controller.snapshot(7, FakeController.route(HOST));
    until("the snapshot is there", () -> status(router, HOST) == 503);
    controller.send(RouteUpdate.newBuilder().setVersion(9).addRemoved("r-" + HOST).build());
    assertThat(controller.hello().getTableVersion()).isEqualTo(7);
    assertThat(status(router, HOST)).isEqualTo(503);
  }

  @Test
  void controllerGone_changesNothing_evenOverARestartOfTheRouter() throws Exception {
    try (Backend app = Backend.saying("ok")) {
      Router first = start();
      controller.hello();
      controller.snapshot(3, FakeController.route(HOST, app.port()));
      until("the route is served", () -> status(first, HOST) == 200);
      until("the table is saved", () -> Files.exists(directory.resolve("state/routes.pb")));
      controller.close();
      assertThat(status(first, HOST)).isEqualTo(200);
      first.stop();
      routers.remove(first);
      Router second = start();
      assertThat(get(second.httpPort(), HOST, "/").text()).isEqualTo("ok");
      assertThat(get(second.statusPort(), "localhost", "/health").status()).isEqualTo(200);
    }
  }

  @Test
  void damagedTableFile_doesNotStopTheRouter() throws Exception {
    Files.createDirectories(directory.resolve("state"));
    Files.write(directory.resolve("state/routes.pb"), new byte[] {1, 2, 3, (byte) 0xff});
    Router router = start();
    controller.hello();
    controller.snapshot(1, FakeController.route(HOST));
    until("routes come from the controller", () -> status(router, HOST) == 503);
  }

  @Test
  void accessLines_arrive_andAreSentAgainUntilConfirmed() throws Exception {
    try (Backend app = Backend.saying("ok")) {
      Router router = start();
      controller.hello();
      controller.snapshot(1, FakeController.route(HOST, app.port()));
      until("the route is served", () -> status(router, HOST) == 200);
      LogLine line = controller.lines.poll(10, TimeUnit.SECONDS);
      while (line != null && !line.getPayload().toStringUtf8().contains("\" 200 ")) {
        line = controller.lines.poll(10, TimeUnit.SECONDS);
      }
      assertThat(line).isNotNull();
      assertThat(line.getSourceType()).isEqualTo("RTR");
      assertThat(line.getInstanceId()).isEqualTo("0");
      assertThat(line.getAppGuid()).isEqualTo("app");
      long unconfirmed = controller.sequences.getLast();
      int port = controller.port();
      controller.close();
      get(router.httpPort(), HOST, "/while-away");
      controller = new FakeController(port);
      controller.hello();
      controller.snapshot(2, FakeController.route(HOST, app.port()));
      until("the new line came", () -> controller.lines.stream().anyMatch(l -> l.getPayload().toStringUtf8().contains("/while-away")));
      assertThat(controller.sequences).contains(unconfirmed).isSorted();
      controller.send(RouteUpdate.newBuilder().setVersion(2).setAccessLogAck(controller.sequences.getLast()).build());
    }
  }

  @Test
  void refusingEndpoint_isReported() throws Exception {
    Router router = start();
    controller.hello();
    controller.snapshot(1, FakeController.route(HOST, Rig.closedPort()));
    until("the endpoint fails", () -> status(router, HOST) == 502);
    var failed = controller.failures.poll(10, TimeUnit.SECONDS);
    assertThat(failed).isNotNull();
    assertThat(failed.getInstanceGuid()).isEqualTo("i0");
    assertThat(failed.getCause()).isEqualTo("connection refused");
  }

  @Test
  void endpointsComingAndGoingUnderLoad_costNoRequest() throws Exception {
    try (Backend one = Backend.saying("one"); Backend two = Backend.saying("two")) {
      Router router = start();
      controller.hello();
      controller.snapshot(1, FakeController.route(HOST, one.port(), two.port()));
      until("the route is served", () -> status(router, HOST) == 200);
      AtomicBoolean stop = new AtomicBoolean();
      AtomicInteger served = new AtomicInteger();
      List<CompletableFuture<Void>> clients = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        clients.add(CompletableFuture.runAsync(() -> load(router, stop, served), Thread::startVirtualThread));
      }
      for (int version = 2; version < 60; version++) {
        controller.send(RouteUpdate.newBuilder().setVersion(version)
            .addRoutes(version % 3 == 0 ? FakeController.route(HOST, one.port()) : FakeController.route(HOST, one.port(), two.port())).build());
        TimeUnit.MILLISECONDS.sleep(10);
      }
      controller.send(RouteUpdate.newBuilder().setVersion(60).addRoutes(FakeController.route(HOST, one.port())).build());
      TimeUnit.MILLISECONDS.sleep(200);
      two.close();
      TimeUnit.MILLISECONDS.sleep(200);
      stop.set(true);
      for (CompletableFuture<Void> client : clients) {
        client.get(10, TimeUnit.SECONDS);
      }
      assertThat(served.get()).isGreaterThan(100);
    }
  }

  private static void load(Router router, AtomicBoolean stop, AtomicInteger served) {
    try (Wire client = Wire.to(router.httpPort())) {
      while (!stop.get()) {
        assertThat(client.get(HOST, "/").status()).isEqualTo(200);
        served.incrementAndGet();
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void gracefulStop_finishesWhatIsInFlight() throws Exception {
    CompletableFuture<Void> arrived = new CompletableFuture<>();
    CompletableFuture<Void> answer = new CompletableFuture<>();
    try (Backend app = new Backend((wire, request) -> {
      arrived.complete(null);
      answer.join();
      wire.send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ndone");
    })) {
      Router router = start();
      controller.hello();
      controller.snapshot(1, FakeController.route(HOST, app.port()));
      until("the table is there", () -> health(router) == 200);
      try (Wire busy = Wire.to(router.httpPort()); Wire idle = Wire.to(router.httpPort())) {
        idle.get("nowhere.example.org", "/");
        busy.send("GET / HTTP/1.1\r\nHost: " + HOST + "\r\n\r\n");
        arrived.get(10, TimeUnit.SECONDS);
        CompletableFuture<Void> stopped = CompletableFuture.runAsync(() -> stopped(router));
        assertThat(idle.next()).as("an idle connection ends").isEqualTo(-1);
        assertThat(health(router)).isEqualTo(503);
        assertThatThrownBy(() -> new Socket("127.0.0.1", router.httpPort()).close()).isInstanceOf(IOException.class);
        answer.complete(null);
        Wire.Message last = busy.read(false);
        assertThat(last.text()).isEqualTo("done");
        assertThat(last.header("Connection")).isEqualTo("close");
        stopped.get(15, TimeUnit.SECONDS);
        routers.remove(router);
      }
    }
  }

  private static int health(Router router) {
    try {
      return get(router.statusPort(), "localhost", "/health").status();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void stopped(Router router) {
    try {
      router.stop();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void https_servesTheCertificateGiven_andSaysSoToTheApp() throws Exception {
    Path key = directory.resolve("tls.key");
    Path cert = directory.resolve("tls.crt");
    new ProcessBuilder("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key.toString(), "-out", cert.toString(), "-subj", "/CN=localhost",
        "-addext", "subjectAltName=DNS:*.apps.localhost").redirectErrorStream(true).start().waitFor();
    try (Backend app = Backend.saying("safe")) {
      Router router = Router.start(config(controller.port(), cert, key), "test");
      routers.add(router);
      controller.hello();
      controller.snapshot(1, FakeController.route(HOST, app.port()));
      until("the table is there", () -> health(router) == 200);
      Socket socket = trusting(cert).getSocketFactory().createSocket("127.0.0.1", router.httpsPort());
      try (Wire client = new Wire(socket)) {
        assertThat(client.get(HOST, "/").text()).isEqualTo("safe");
        assertThat(client.get(HOST, "/").text()).isEqualTo("safe");
        assertThat(app.requests().getFirst().header("X-Forwarded-Proto")).isEqualTo("https");
      }
    }
  }

  private static SSLContext trusting(Path cert) throws Exception {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null);
    try (var in = Files.newInputStream(cert)) {
      store.setCertificateEntry("router", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  @Test
  void portInUse_saysWhichAndWhatToDo() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      RouterConfig config = config(controller.port(), null, null);
      RouterConfig conflicting = new RouterConfig("127.0.0.1", taken.getLocalPort(), 0, null, null, config.controllerHttp(), config.controllerGrpc(), config.joinTokenFile(),
          "localhost", config.stateDir(), 0, "r1");
      assertThatThrownBy(() -> Router.start(conflicting, "test")).isInstanceOf(IOException.class)
          .hasMessageContaining("127.0.0.1:" + taken.getLocalPort()).hasMessageContaining("in use").hasMessageContaining("ss -ltnp");
    }
  }
}
