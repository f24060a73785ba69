package dev.ingot.router.stream;

import dev.ingot.api.cell.v1.LogLine;
import dev.ingot.api.router.v1.Endpoint;
import dev.ingot.api.router.v1.EndpointFailed;
import dev.ingot.api.router.v1.Route;
import dev.ingot.api.router.v1.RouteUpdate;
import dev.ingot.api.router.v1.RouterHello;
import dev.ingot.api.router.v1.RouterMessage;
import dev.ingot.api.router.v1.RouterStreamGrpc;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The controller's end of the stream, over real gRPC on a loopback port; a test sends what it likes. */
public final class FakeController extends RouterStreamGrpc.RouterStreamImplBase implements AutoCloseable {
  public final LinkedBlockingQueue<RouterHello> hellos = new LinkedBlockingQueue<>();
  public final LinkedBlockingQueue<EndpointFailed> failures = new LinkedBlockingQueue<>();
  public final LinkedBlockingQueue<LogLine> lines = new LinkedBlockingQueue<>();
  public final List<Long> sequences = new CopyOnWriteArrayList<>();
  public final List<String> tokens = new CopyOnWriteArrayList<>();
  private final Server server;
  private final int port;
  private volatile StreamObserver<RouteUpdate> router;

  public FakeController(int wanted) {
    ServerInterceptor authorization = new ServerInterceptor() {
      @Override
      public <A, B> ServerCall.Listener<A> interceptCall(ServerCall<A, B> call, Metadata headers, ServerCallHandler<A, B> next) {
        tokens.add(headers.get(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER)));
        return next.startCall(call, headers);
      }
    };
    try {
      server = NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", wanted)).addService(this).intercept(authorization).build().start();
      this.port = server.getPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return port;
  }

  @Override
  public StreamObserver<RouterMessage> watch(StreamObserver<RouteUpdate> updates) {
    router = updates;
    return new StreamObserver<>() {
      @Override
      public void onNext(RouterMessage message) {
        if (message.hasHello()) {
          hellos.add(message.getHello());
        } else if (message.hasEndpointFailed()) {
          failures.add(message.getEndpointFailed());
        } else {
          sequences.add(message.getAccessLog().getSequence());
          lines.addAll(message.getAccessLog().getLinesList());
        }
      }

      @Override
      public void onError(Throwable failure) {
        // The router went away, as tests mean it to.
      }

      @Override
      public void onCompleted() {
        updates.onCompleted();
      }
    };
  }

  /** Waits for a router to say hello. */
  public RouterHello hello() throws InterruptedException {
    RouterHello hello = hellos.poll(10, TimeUnit.SECONDS);
    if (hello == null) {
      throw new AssertionError("no router said hello within 10 s");
    }
    return hello;
  }

  public void snapshot(long version, Route... routes) {
    router.onNext(RouteUpdate.newBuilder().setVersion(version).setSnapshot(true).addAllRoutes(List.of(routes)).build());
  }

  public void send(RouteUpdate update) {
    router.onNext(update);
  }

  public static Route route(String host, int... ports) {
    Route.Builder route = Route.newBuilder().setGuid("r-" + host).setHost(host);
    for (int i = 0; i < ports.length; i++) {
      route.addEndpoints(Endpoint.newBuilder().setInstanceGuid("i" + i).setAppGuid("app").setProcessGuid("proc").setIndex(i).setAddress("127.0.0.1").setPort(ports[i]).setProtocol("http1"));
    }
    return route.build();
  }

  @Override
  public void close() {
    server.shutdownNow();
    try {
      server.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
