package dev.ingot.cell.it;

import com.sun.net.httpserver.HttpServer;
import dev.ingot.api.cell.v1.CellMessage;
import dev.ingot.api.cell.v1.CellStreamGrpc;
import dev.ingot.api.cell.v1.ControllerMessage;
import dev.ingot.api.cell.v1.Hello;
import dev.ingot.api.cell.v1.InstanceEvent;
import dev.ingot.api.cell.v1.InstanceMetrics;
import dev.ingot.api.cell.v1.LogAck;
import dev.ingot.api.cell.v1.LogLine;
import dev.ingot.api.cell.v1.StagingResult;
import dev.ingot.api.cell.v1.Welcome;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** A controller with nothing in it but the cell stream and a read-only registry, on loopback. */
final class TestController implements AutoCloseable {
  final List<InstanceEvent> events = new CopyOnWriteArrayList<>();
  final List<LogLine> logs = new CopyOnWriteArrayList<>();
  final List<Hello> hellos = new CopyOnWriteArrayList<>();
  final List<StagingResult> results = new CopyOnWriteArrayList<>();
  final Map<String, InstanceMetrics> metrics = new ConcurrentHashMap<>();
  private final Map<String, byte[]> blobs = new ConcurrentHashMap<>();
  private final HttpServer http;
  private Server grpc;
  private final int grpcPort;
  private volatile StreamObserver<ControllerMessage> cell;

  TestController() throws IOException {
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.createContext("/v2/", exchange -> {
      String path = exchange.getRequestURI().getPath();
      byte[] blob = blobs.get(path.substring(path.lastIndexOf('/') + 1));
      exchange.getResponseHeaders().set("Content-Type",
          path.contains("/manifests/") ? "application/vnd.oci.image.manifest.v1+json" : "application/octet-stream");
      exchange.sendResponseHeaders(blob == null ? 404 : 200, blob == null ? -1 : blob.length);
      if (blob != null) {
        exchange.getResponseBody().write(blob);
      }
      exchange.close();
    });
    http.start();
    grpc = server(0);
    grpcPort = grpc.getPort();
  }

  void serve(TestImage image) {
    blobs.putAll(image.blobs);
  }

  int httpPort() {
    return http.getAddress().getPort();
  }

  int grpcPort() {
    return grpcPort;
  }

  void send(ControllerMessage message) throws InterruptedException {
    say(await("a cell stream", Duration.ofSeconds(15), () -> Optional.ofNullable(cell)), message);
  }

  /** A stream takes one message at a time. */
  private static void say(StreamObserver<ControllerMessage> to, ControllerMessage message) {
    synchronized (to) {
      to.onNext(message);
    }
  }

  /** The controller goes away and forgets its stream. */
  void down() throws InterruptedException {
    grpc.shutdownNow();
    grpc.awaitTermination();
    cell = null;
  }

  void up() throws IOException {
    grpc = server(grpcPort);
  }

  InstanceEvent awaitEvent(String what, Predicate<InstanceEvent> predicate) throws InterruptedException {
    return await(what + "; last events: " + events.subList(Math.max(0, events.size() - 3), events.size()), Duration.ofSeconds(15), () -> events.stream().filter(predicate).findFirst());
  }

  static <T> T await(String what, Duration limit, Supplier<Optional<T>> supplier) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (System.nanoTime() < deadline) {
      Optional<T> found = supplier.get();
      if (found.isPresent()) {
        return found.get();
      }
      Thread.sleep(10);
    }
    throw new AssertionError("Did not come within " + limit.toSeconds() + " s: " + what);
  }

  private Server server(int port) throws IOException {
    return NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
        .addService(new CellStreamGrpc.CellStreamImplBase() {
          @Override
          public StreamObserver<CellMessage> connect(StreamObserver<ControllerMessage> out) {
            return new Incoming(out);
          }
        }).build().start();
  }

  private final class Incoming implements StreamObserver<CellMessage> {
    private final StreamObserver<ControllerMessage> out;

    Incoming(StreamObserver<ControllerMessage> out) {
      this.out = out;
    }

    @Override
    public void onNext(CellMessage message) {
      switch (message.getMessageCase()) {
        case HELLO -> {
          hellos.add(message.getHello());
          say(out, ControllerMessage.newBuilder().setWelcome(Welcome.newBuilder().setHeartbeatSeconds(1).setLeaseSeconds(15)).build());
          cell = out;
        }
        case INSTANCE_EVENT -> events.add(message.getInstanceEvent());
        case LOGS -> {
          logs.addAll(message.getLogs().getLinesList());
          say(out, ControllerMessage.newBuilder().setLogAck(LogAck.newBuilder().setSequence(message.getLogs().getSequence())).build());
        }
        case METRICS -> message.getMetrics().getInstancesList().forEach(m -> metrics.put(m.getInstanceGuid(), m));
        case STAGING_RESULT -> results.add(message.getStagingResult());
        default -> { }
      }
    }

    @Override
    public void onError(Throwable t) {
      gone();
    }

    @Override
    public void onCompleted() {
      gone();
      out.onCompleted();
    }

    private void gone() {
      if (cell == out) {
        cell = null;
      }
    }
  }

  @Override
  public void close() {
    grpc.shutdownNow();
    http.stop(0);
  }
}
