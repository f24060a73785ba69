package dev.ingot.controller.rpc;

import dev.ingot.controller.config.IngotProperties;
import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.ServerInterceptors;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Serves the cell and router streams on loopback, each call on virtual threads. Starts last and stops first. */
@Component
public class StreamServer implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(StreamServer.class);
  private static final int MAX_MESSAGE = 16 << 20;
  private static final int KEEP_ALIVE_SECONDS = 10;

  private final List<BindableService> services;
  private final JoinTokenInterceptor guard;
  private final IngotProperties properties;
  private @Nullable Server server;

  StreamServer(List<BindableService> services, JoinTokenInterceptor guard, IngotProperties properties) {
    this.services = services;
    this.guard = guard;
    this.properties = properties;
  }

  /** The port it listens on; 0 while it does not run. */
  public int port() {
    Server running = server;
    return running == null ? 0 : running.getPort();
  }

  @Override
  public void start() {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), properties.grpcPort());
    var builder = NettyServerBuilder.forAddress(address).executor(Executors.newVirtualThreadPerTaskExecutor())
        .maxInboundMessageSize(MAX_MESSAGE).keepAliveTime(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS)
        .keepAliveTimeout(2 * KEEP_ALIVE_SECONDS, TimeUnit.SECONDS).permitKeepAliveTime(1, TimeUnit.SECONDS).permitKeepAliveWithoutCalls(true);
    services.forEach(service -> builder.addService(ServerInterceptors.intercept(service, guard)));
    try {
      server = builder.build().start();
    } catch (IOException e) {
      throw new IllegalStateException("cannot listen for cells and routers on " + address + " (ingot.grpc-port): is another controller running?", e);
    }
    LOG.info("cells and routers may dial {}:{}", address.getHostString(), port());
  }

  @Override
  public void stop() {
    Server running = server;
    server = null;
    if (running != null) {
      running.shutdownNow();
      try {
        running.awaitTermination(5, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public boolean isRunning() {
    return server != null;
  }
}
