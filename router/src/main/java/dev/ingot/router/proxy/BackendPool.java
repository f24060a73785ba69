package dev.ingot.router.proxy;

import dev.ingot.router.table.Endpoint;
import dev.ingot.router.table.EndpointState;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpRequestEncoder;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The backend connections of one event loop, used on it alone, so that a request never changes thread. Idle ones are kept per endpoint, not per
 * address: a new instance at an old address gets none of its predecessor's.
 */
final class BackendPool {
  private static final int MAX_IDLE = 256;
  private static final int MAX_IDLE_PER_ENDPOINT = 100;
  private static final long SWEEP_SECONDS = 10;
  private final EventLoop loop;
  private final ProxySettings settings;
  private final Bootstrap bootstrap;
  private final Map<EndpointState, Deque<BackendConnection>> idle = new IdentityHashMap<>();
  private final Http2Backends http2;
  private int idleCount;
  private @Nullable Future<?> sweep;

  BackendPool(EventLoop loop, Class<? extends Channel> channelType, ProxySettings settings) {
    this.loop = loop;
    this.settings = settings;
    this.bootstrap = new Bootstrap().group(loop).channel(channelType)
        .option(ChannelOption.TCP_NODELAY, true).option(ChannelOption.SO_KEEPALIVE, true)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) settings.dial().toMillis())
        // Large reads cut the cost of large bodies (router-baselines.md §7).
        .option(ChannelOption.RECVBUF_ALLOCATOR, new AdaptiveRecvByteBufAllocator(2048, 8192, 128 * 1024));
    this.http2 = new Http2Backends(bootstrap, this, settings.backendIdle());
  }

  /** An idle connection that has been so for at most {@code maxIdle}, or null. */
  @Nullable BackendConnection poll(Endpoint endpoint, Duration maxIdle) {
    Deque<BackendConnection> connections = idle.get(endpoint.state());
    if (connections == null) {
      return null;
    }
    // The youngest: least likely to be closed by the other side just now.
    BackendConnection youngest = connections.peekLast();
    if (youngest == null || System.nanoTime() - youngest.idleSinceNanos() > maxIdle.toNanos()) {
      return null;
    }
    forget(youngest);
    return youngest.channel().isActive() ? youngest : poll(endpoint, maxIdle);
  }

  /** Dials an endpoint ({@code fresh}: in any case; else one that speaks HTTP/2 may be connected already); tells the connection or the reason why there is none. */
  void connect(Endpoint endpoint, boolean fresh, BiConsumer<@Nullable BackendConnection, @Nullable Throwable> then) {
    if (endpoint.protocol().equals("http2")) {
      http2.connect(endpoint, fresh, then);
      return;
    }
    Bootstrap dial = bootstrap.clone();
    dial.handler(new ChannelInitializer<SocketChannel>() {
      @Override
      protected void initChannel(SocketChannel channel) {
        ResponseDecoder decoder = new ResponseDecoder();
        channel.pipeline().addLast("encoder", new HttpRequestEncoder()).addLast("decoder", decoder)
            .addLast("backend", new BackendConnection(endpoint, decoder, BackendPool.this, channel));
      }
    });
    ChannelFuture connecting = dial.connect(endpoint.address(), endpoint.port());
    connecting.addListener(done -> {
      if (done.isSuccess()) {
        then.accept(connecting.channel().pipeline().get(BackendConnection.class), null);
      } else {
        then.accept(null, done.cause());
      }
    });
  }

  void put(BackendConnection connection) {
    Deque<BackendConnection> connections = idle.computeIfAbsent(connection.endpoint().state(), state -> new ArrayDeque<>(2));
    if (!connection.channel().isActive() || idleCount >= MAX_IDLE || connections.size() >= MAX_IDLE_PER_ENDPOINT) {
      if (connections.isEmpty()) {
        idle.remove(connection.endpoint().state());
      }
      connection.abandon();
      return;
    }
    connections.addLast(connection);
    idleCount++;
    if (sweep == null) {
      sweep = loop.schedule(this::sweep, SWEEP_SECONDS, TimeUnit.SECONDS);
    }
  }

  void forget(BackendConnection connection) {
    Deque<BackendConnection> connections = idle.get(connection.endpoint().state());
    if (connections != null && connections.remove(connection)) {
      idleCount--;
      if (connections.isEmpty()) {
        idle.remove(connection.endpoint().state());
      }
    }
  }

  private void sweep() {
    sweep = null;
    long oldest = System.nanoTime() - settings.backendIdle().toNanos();
    List<BackendConnection> stale = new ArrayList<>();
    idle.values().forEach(connections -> connections.stream().filter(c -> c.idleSinceNanos() - oldest < 0).forEach(stale::add));
    stale.forEach(connection -> {
      forget(connection);
      connection.abandon();
    });
    if (idleCount > 0) {
      sweep = loop.schedule(this::sweep, SWEEP_SECONDS, TimeUnit.SECONDS);
    }
  }
}
