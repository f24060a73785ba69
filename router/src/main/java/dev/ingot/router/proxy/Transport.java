package dev.ingot.router.proxy;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.util.concurrent.TimeUnit;

/**
 * The event loops and the kind of sockets on them.
 *
 * @param group its loops carry both sides of every connection
 */
public record Transport(EventLoopGroup group, Class<? extends ServerChannel> serverChannel, Class<? extends Channel> clientChannel) implements AutoCloseable {

  /** Starts {@code loops} event loops: epoll where the machine has it, else NIO. */
  public static Transport start(int loops) {
    return Epoll.isAvailable()
        ? new Transport(new MultiThreadIoEventLoopGroup(loops, EpollIoHandler.newFactory()), EpollServerSocketChannel.class, EpollSocketChannel.class)
        : new Transport(new MultiThreadIoEventLoopGroup(loops, NioIoHandler.newFactory()), NioServerSocketChannel.class, NioSocketChannel.class);
  }

  /** The same with NIO in any case. */
  public static Transport nio(int loops) {
    return new Transport(new MultiThreadIoEventLoopGroup(loops, NioIoHandler.newFactory()), NioServerSocketChannel.class, NioSocketChannel.class);
  }

  /** Ends the loops. */
  @Override
  public void close() {
    group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
  }
}
