package dev.ingot.router.proxy;

import dev.ingot.router.table.Endpoint;
import dev.ingot.router.table.EndpointState;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2SettingsFrame;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Connections of one event loop to endpoints that speak HTTP/2 without TLS (prior knowledge, RFC 9113 §3.3): one per endpoint, one stream per request. A stream
 * carries the same HTTP objects as a connection of HTTP/1.1, so that an exchange need not know. Used on its loop alone.
 */
final class Http2Backends {
  private static final int WINDOW = 1 << 20;
  private static final int MAX_HEADERS = 256 * 1024;

  private final Bootstrap bootstrap;
  private final BackendPool pool;
  private final Duration idle;
  private final Map<EndpointState, Parent> parents = new IdentityHashMap<>();

  Http2Backends(Bootstrap bootstrap, BackendPool pool, Duration idle) {
    this.bootstrap = bootstrap;
    this.pool = pool;
    this.idle = idle;
  }

  /** Opens a stream, on the connection there is unless {@code fresh}; tells the stream or the reason why there is none. */
  void connect(Endpoint endpoint, boolean fresh, BiConsumer<@Nullable BackendConnection, @Nullable Throwable> then) {
    Parent parent = parents.get(endpoint.state());
    if (parent != null && !fresh && parent.takesMore()) {
      open(parent, endpoint, true, then);
      return;
    }
    if (parent != null) {
      parent.retire();
    }
    Parent made = new Parent(endpoint.state());
    Bootstrap dial = bootstrap.clone();
    dial.handler(new ChannelInitializer<SocketChannel>() {
      @Override
      protected void initChannel(SocketChannel channel) {
        channel.pipeline().addLast(new IdleStateHandler(0, 0, idle.toSeconds(), TimeUnit.SECONDS))
            .addLast(Http2FrameCodecBuilder.forClient()
                .initialSettings(Http2Settings.defaultSettings().initialWindowSize(WINDOW).pushEnabled(false).maxHeaderListSize(MAX_HEADERS)).build())
            .addLast(new Http2MultiplexHandler(new ChannelInitializer<>() {
              @Override
              protected void initChannel(Channel pushed) {
                pushed.close();
              }
            }))
            .addLast(made);
      }
    });
    ChannelFuture connecting = dial.connect(endpoint.address(), endpoint.port());
    connecting.addListener(done -> {
      if (done.isSuccess()) {
        made.channel = connecting.channel();
        parents.put(endpoint.state(), made);
        open(made, endpoint, false, then);
      } else {
        then.accept(null, done.cause());
      }
    });
  }

  private void open(Parent parent, Endpoint endpoint, boolean reused, BiConsumer<@Nullable BackendConnection, @Nullable Throwable> then) {
    parent.streams++;
    Http2StreamChannelBootstrap stream = new Http2StreamChannelBootstrap(parent.channel());
    stream.handler(new ChannelInitializer<>() {
      @Override
      protected void initChannel(Channel channel) {
        channel.pipeline().addLast("codec", new Http2StreamFrameToHttpObjectCodec(false))
            .addLast("backend", BackendConnection.stream(endpoint, pool, channel, reused));
      }
    });
    Future<Http2StreamChannel> opening = stream.open();
    opening.addListener(done -> {
      if (!done.isSuccess()) {
        parent.left();
        then.accept(null, done.cause());
        return;
      }
      opening.getNow().closeFuture().addListener(closed -> parent.left());
      then.accept(opening.getNow().pipeline().get(BackendConnection.class), null);
    });
  }

  /** One connection and how many streams are on it. */
  private final class Parent extends ChannelInboundHandlerAdapter {
    private final EndpointState state;
    private @Nullable Channel channel;
    private int streams;
    private long most = 100;
    private boolean retired;

    Parent(EndpointState state) {
      this.state = state;
    }

    Channel channel() {
      Channel open = channel;
      if (open == null) {
        throw new IllegalStateException("not dialled");
      }
      return open;
    }

    boolean takesMore() {
      return !retired && channel().isActive() && streams < most;
    }

    /** Takes no further stream; ends with its last. */
    void retire() {
      retired = true;
      if (parents.get(state) == this) {
        parents.remove(state);
      }
      if (streams == 0 && channel != null) {
        channel.close();
      }
    }

    void left() {
      streams--;
      if (retired && streams == 0 && channel != null) {
        channel.close();
      }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      if (message instanceof Http2SettingsFrame settings && settings.settings().maxConcurrentStreams() != null) {
        most = settings.settings().maxConcurrentStreams();
      } else if (message instanceof Http2GoAwayFrame) {
        retire();
      }
      ReferenceCountUtil.release(message);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
      retire();
      ctx.fireChannelInactive();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
      if (event instanceof IdleStateEvent && streams == 0) {
        retire();
      }
      ctx.fireUserEventTriggered(event);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable failure) {
      ctx.close();
    }
  }
}
