package dev.ingot.router.proxy;

import dev.ingot.router.table.Endpoint;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpObject;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/** One connection to an endpoint, owned by an exchange or idle in the pool of its event loop. */
final class BackendConnection extends ChannelInboundHandlerAdapter {
  private final Endpoint endpoint;
  private final @Nullable ResponseDecoder decoder;
  private final BackendPool pool;
  private final Channel channel;
  private @Nullable Exchange exchange;
  private @Nullable Throwable cause;
  private boolean reused;
  private long idleSinceNanos;

  BackendConnection(Endpoint endpoint, @Nullable ResponseDecoder decoder, BackendPool pool, Channel channel) {
    this.endpoint = endpoint;
    this.decoder = decoder;
    this.pool = pool;
    this.channel = channel;
  }

  /** One stream of a connection of HTTP/2: for one exchange only. @param reused whether its connection carried others before */
  static BackendConnection stream(Endpoint endpoint, BackendPool pool, Channel channel, boolean reused) {
    BackendConnection connection = new BackendConnection(endpoint, null, pool, channel);
    connection.reused = reused;
    return connection;
  }

  Channel channel() {
    return channel;
  }

  Endpoint endpoint() {
    return endpoint;
  }

  /** Whether this connection carried an exchange before the present one: it may have been closed under our hands. */
  boolean reused() {
    return reused;
  }

  long idleSinceNanos() {
    return idleSinceNanos;
  }

  /** Serves an exchange from now on. */
  void serve(Exchange next, boolean head) {
    exchange = next;
    if (decoder != null) {
      decoder.expect(head);
    }
  }

  /** Goes back to the pool. */
  void release() {
    exchange = null;
    if (decoder == null) {
      channel.close();
      return;
    }
    reused = true;
    idleSinceNanos = System.nanoTime();
    channel.config().setAutoRead(true);
    pool.put(this);
  }

  /** Ends; the exchange hears no more of it. */
  void abandon() {
    exchange = null;
    channel.close();
  }

  /** Leaves the pipeline to a tunnel. */
  void becomeTunnel(Tunnel tunnel) {
    exchange = null;
    channel.pipeline().addLast(tunnel);
    channel.pipeline().remove(this);
    channel.pipeline().remove("encoder");
  }

  /** Hands the bytes that came behind the response to the tunnel; both of its ends must stand. */
  void handOver() {
    channel.pipeline().remove("decoder");
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (exchange == null || !(message instanceof HttpObject)) {
      ReferenceCountUtil.release(message);
    } else {
      exchange.onResponse((HttpObject) message);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    if (exchange != null) {
      exchange.flushResponse();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (exchange != null) {
      exchange.backendWritable();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    pool.forget(this);
    if (exchange != null) {
      exchange.onBackendGone(cause);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable failure) {
    cause = failure;
    ctx.close();
  }
}
