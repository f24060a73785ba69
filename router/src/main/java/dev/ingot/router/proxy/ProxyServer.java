package dev.ingot.router.proxy;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Accepts client connections on any number of ports, all served by the same event loops. Start, drain and close may be called from any thread. */
public final class ProxyServer implements AutoCloseable {
  private final Proxying proxying;
  private final Transport transport;
  private final ChannelGroup clients = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private final Map<EventLoop, BackendPool> pools = new ConcurrentHashMap<>();
  private final List<Channel> ports = new ArrayList<>();

  /** Makes a server that listens nowhere yet. */
  public ProxyServer(Proxying proxying, Transport transport) {
    this.proxying = proxying;
    this.transport = transport;
  }

  /**
   * Listens on one more port.
   *
   * @param port 0 = any free one
   * @param tls asked for every connection; null = plain HTTP
   * @return the port
   * @throws IOException if the port cannot be had; the message says which and what to do
   */
  public int listen(String address, int port, @Nullable Supplier<SslContext> tls) throws IOException {
    ServerBootstrap server = new ServerBootstrap().group(transport.group()).channel(transport.serverChannel())
        .option(ChannelOption.SO_BACKLOG, 1024).option(ChannelOption.SO_REUSEADDR, true)
        .childOption(ChannelOption.TCP_NODELAY, true).childOption(ChannelOption.SO_KEEPALIVE, true)
        .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(64 * 1024, 128 * 1024))
        .childHandler(new ChannelInitializer<SocketChannel>() {
          @Override
          protected void initChannel(SocketChannel channel) {
            accept(channel, tls);
          }
        });
    var bind = server.bind(address, port).awaitUninterruptibly();
    if (!bind.isSuccess()) {
      throw new IOException(BindFailure.message(address, port, bind.cause()), bind.cause());
    }
    ports.add(bind.channel());
    return ((InetSocketAddress) bind.channel().localAddress()).getPort();
  }

  /** Client connections open now. */
  public int connections() {
    return clients.size();
  }

  /**
   * Stops accepting, closes idle connections, and waits until those in use are done.
   *
   * @param limit how long to wait at most
   * @return how many connections were still in use at the end
   */
  public int drain(Duration limit) throws InterruptedException {
    ports.forEach(port -> port.close().awaitUninterruptibly());
    clients.forEach(client -> client.pipeline().fireUserEventTriggered(FrontHandler.DRAIN));
    clients.newCloseFuture().await(limit.toMillis());
    return clients.size();
  }

  /** Closes everything at once. */
  @Override
  public void close() {
    ports.forEach(port -> port.close().awaitUninterruptibly());
    clients.close().awaitUninterruptibly();
  }

  private void accept(SocketChannel channel, @Nullable Supplier<SslContext> tls) {
    if (clients.size() >= proxying.settings().maxConnections()) {
      channel.close();
      return;
    }
    clients.add(channel);
    BackendPool pool = pools.computeIfAbsent(channel.eventLoop(), loop -> new BackendPool(loop, transport.clientChannel(), proxying.settings()));
    ResponseEncoder encoder = new ResponseEncoder();
    FrontHandler front = new FrontHandler(proxying, pool, tls != null, encoder);
    if (tls != null) {
      channel.pipeline().addLast("tls", tls.get().newHandler(channel.alloc()));
    }
    channel.pipeline().addLast("decoder", front.decoder()).addLast("encoder", encoder).addLast("front", front);
  }
}
