package dev.ingot.router.proxy;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One client connection: begins an {@link Exchange} per request, one after the other, and keeps the connection's deadlines. */
final class FrontHandler extends ChannelInboundHandlerAdapter {
  /** Says to a connection that the router is about to stop. */
  static final Object DRAIN = new Object();

  private static final Duration LINGER = Duration.ofSeconds(5);
  private static final int MAX_DISCARDED = 256 * 1024;
  private final Proxying proxying;
  private final BackendPool pool;
  private final boolean https;
  private final ResponseEncoder encoder;
  private @Nullable RequestDecoder decoder;
  private @Nullable ChannelHandlerContext ctx;
  private @Nullable Deadline deadline;
  private @Nullable Exchange exchange;
  private boolean draining;
  private boolean discarding;
  private boolean lingering;
  private int discarded;

  FrontHandler(Proxying proxying, BackendPool pool, boolean https, ResponseEncoder encoder) {
    this.proxying = proxying;
    this.pool = pool;
    this.https = https;
    this.encoder = encoder;
  }

  /** Makes the decoder that belongs in front of this handler. */
  RequestDecoder decoder() {
    decoder = new RequestDecoder(proxying.settings(), this::onHeadBegun);
    return decoder;
  }

  Proxying proxying() {
    return proxying;
  }

  BackendPool pool() {
    return pool;
  }

  ChannelHandlerContext ctx() {
    return requireNonNull(ctx);
  }

  /** Whether this connection should say goodbye with its next response. */
  boolean draining() {
    return draining;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    ctx = context;
    deadline = new Deadline(context.channel().eventLoop(), this::onDeadline);
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    deadline(proxying.settings().headTimeout());
    context.fireChannelActive();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
    if (lingering) {
      ReferenceCountUtil.release(message);
    } else if (message instanceof Rejection rejection) {
      refuse(rejection);
    } else if (message instanceof HttpObject object && object.decoderResult().isFailure()) {
      ReferenceCountUtil.release(message);
      onUndecodable();
    } else if (message instanceof HttpRequest request) {
      begin(request);
    } else if (message instanceof HttpContent content) {
      onContent(content);
    }
  }

  private void begin(HttpRequest request) {
    deadline(proxying.settings().request());
    encoder.answering(request.method().name().equals("HEAD"));
    InetSocketAddress remote = (InetSocketAddress) ctx().channel().remoteAddress();
    String address = remote.getAddress().getHostAddress();
    long now = System.currentTimeMillis();
    Arrival arrival = new Arrival(address, address + ":" + remote.getPort(), https ? "https" : "http", now * 1_000_000, System.nanoTime(), UUID.randomUUID().toString());
    exchange = new Exchange(this, request, arrival);
    exchange.begin();
  }

  private void onContent(HttpContent content) throws Exception {
    if (exchange != null) {
      exchange.onRequestContent(content);
      return;
    }
    discarded += content.content().readableBytes();
    boolean last = content instanceof LastHttpContent;
    content.release();
    if (discarding && last) {
      discarding = false;
      next();
    } else if (discarded > MAX_DISCARDED) {
      linger();
    }
  }

  private void onUndecodable() {
    if (discarding) {
      // Its answer is out already.
      ctx().close();
    } else if (exchange == null) {
      refuse(Rejection.bad("the request could not be understood"));
    } else {
      exchange.onBadRequestBody();
    }
  }

  /** Answers outside any exchange, and ends the connection. */
  private void refuse(Rejection rejection) {
    FullHttpResponse answer = Answers.of(rejection, UUID.randomUUID().toString());
    answer.headers().set(HttpHeaderNames.CONNECTION, "close");
    encoder.answering(false);
    ctx().writeAndFlush(answer);
    linger();
  }

  /**
   * The exchange is over and its response written.
   *
   * @param keepAlive whether the connection may serve another
   * @param requestEnded whether the whole request has been read
   */
  void exchangeEnded(boolean keepAlive, boolean requestEnded) {
    exchange = null;
    ctx().flush();
    if (!ctx().channel().isActive()) {
      return;
    }
    if (!requestEnded) {
      // The rest of a body nobody wants: read a little of it, so that the client sees the answer rather than a reset.
      discarding = keepAlive;
      discarded = 0;
      ctx().channel().config().setAutoRead(true);
      if (!keepAlive) {
        linger();
      }
    } else if (keepAlive) {
      next();
    } else {
      ctx().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }
  }

  private void next() {
    if (draining) {
      ctx().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
      return;
    }
    deadline(proxying.settings().idle());
    ctx().channel().config().setAutoRead(true);
    try {
      requireNonNull(decoder).resume(ctx().pipeline().context(RequestDecoder.class));
    } catch (Exception e) {
      ctx().fireExceptionCaught(e);
    }
  }

  /** Says "no more from us", lets the client finish reading, then closes. */
  private void linger() {
    lingering = true;
    requireNonNull(decoder).stop();
    deadline(LINGER);
    ctx().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(done -> {
      if (ctx().channel() instanceof DuplexChannel duplex && duplex.isActive() && !https) {
        duplex.shutdownOutput();
      } else {
        ctx().close();
      }
    });
    ctx().channel().config().setAutoRead(true);
  }

  /** Leaves the pipeline to a tunnel; the exchange stays known until the tunnel closes. */
  void becomeTunnel(Tunnel tunnel) {
    requireNonNull(deadline).clear();
    var pipeline = ctx().pipeline();
    ctx().channel().config().setAutoRead(true);
    pipeline.addLast(tunnel);
    pipeline.remove(this);
    pipeline.remove("encoder");
  }

  /** Hands the bytes that came behind the request to the tunnel; both of its ends must stand. */
  void handOver() {
    ctx().channel().pipeline().remove("decoder");
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    if (exchange != null) {
      exchange.flushRequest();
    }
    context.flush();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (exchange != null) {
      exchange.clientWritable();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    requireNonNull(deadline).clear();
    if (exchange != null) {
      exchange.onClientGone();
      exchange = null;
    }
    context.fireChannelInactive();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event == DRAIN) {
      draining = true;
      if (exchange == null) {
        context.close();
      }
    }
    context.fireUserEventTriggered(event);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
    context.close();
  }

  private void onHeadBegun() {
    deadline(proxying.settings().headTimeout());
  }

  private void onDeadline() {
    if (exchange != null) {
      exchange.onTimeout();
    } else {
      ctx().close();
    }
  }

  private void deadline(Duration time) {
    requireNonNull(deadline).in(time);
  }
}
