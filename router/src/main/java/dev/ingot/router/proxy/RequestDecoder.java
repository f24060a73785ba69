package dev.ingot.router.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.List;

/**
 * Decodes one request at a time: after each it pauses until told that the answer is out, so pipelined requests are served in order and wait in
 * the socket, and bytes behind an upgrade request are kept for the tunnel. A head that {@link HeadCheck} refuses comes out as a
 * {@link Rejection}; after it everything is thrown away.
 */
final class RequestDecoder extends HttpRequestDecoder {
  private final HeadCheck head;
  private final Runnable headBegun;
  private boolean awaitingHead = true;
  private boolean partial;
  private boolean paused;
  private boolean stopped;
  private boolean reading;

  /**
   * Makes a decoder.
   *
   * @param headBegun run when a head has begun to arrive but is not complete
   */
  RequestDecoder(ProxySettings settings, Runnable headBegun) {
    super(new HttpDecoderConfig()
        .setMaxInitialLineLength(settings.maxHeadBytes()).setMaxHeaderSize(settings.maxHeadBytes()).setMaxChunkSize(64 * 1024)
        .setStrictLineParsing(true));
    this.head = new HeadCheck(settings.maxHeadBytes(), settings.maxHeaders());
    this.headBegun = headBegun;
  }

  /** Goes on with the next request, of which some bytes may be here already. */
  void resume(ChannelHandlerContext ctx) throws Exception {
    paused = false;
    if (!reading && actualReadableBytes() > 0) {
      channelRead(ctx, Unpooled.EMPTY_BUFFER);
      channelReadComplete(ctx);
    }
  }

  /** Throws away whatever still arrives. */
  void stop() {
    stopped = true;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
    boolean outer = !reading;
    reading = true;
    try {
      super.channelRead(ctx, message);
    } finally {
      if (outer) {
        reading = false;
      }
    }
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
    if (stopped) {
      in.skipBytes(in.readableBytes());
    } else if (paused) {
      ctx.channel().config().setAutoRead(false);
    } else if (!awaitingHead || headIsGood(in, out)) {
      int before = out.size();
      super.decode(ctx, in, out);
      for (int i = before; i < out.size(); i++) {
        if (out.get(i) instanceof LastHttpContent) {
          paused = true;
          awaitingHead = true;
          head.reset();
        }
      }
    }
  }

  private boolean headIsGood(ByteBuf in, List<Object> out) {
    HeadCheck.Progress progress = head.examine(in);
    if (progress == HeadCheck.Progress.COMPLETE) {
      awaitingHead = false;
      partial = false;
      return true;
    }
    if (progress == HeadCheck.Progress.REJECTED) {
      in.skipBytes(in.readableBytes());
      stopped = true;
      out.add(head.rejection());
    } else if (!partial && in.isReadable()) {
      partial = true;
      headBegun.run();
    }
    return false;
  }
}
