package dev.ingot.router.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.function.IntConsumer;

/** One direction of an upgraded connection: bytes go to the peer as they come, no faster than the peer takes them. */
final class Tunnel extends ChannelInboundHandlerAdapter {
  private final Channel peer;
  private final IntConsumer counter;
  private final Runnable closed;

  /**
   * Makes a direction.
   *
   * @param counter told the number of bytes passed on
   * @param closed run when this side is gone
   */
  Tunnel(Channel peer, IntConsumer counter, Runnable closed) {
    this.peer = peer;
    this.counter = counter;
    this.closed = closed;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    counter.accept(((ByteBuf) message).readableBytes());
    peer.write(message);
    if (!peer.isWritable()) {
      ctx.channel().config().setAutoRead(false);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    peer.flush();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    peer.config().setAutoRead(ctx.channel().isWritable());
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    peer.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    closed.run();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable failure) {
    ctx.close();
  }
}
