package dev.ingot.router.stream;

import dev.ingot.api.router.v1.RouterHello;
import dev.ingot.api.router.v1.RouterMessage;
import dev.ingot.api.router.v1.RouterStreamGrpc;
import dev.ingot.router.access.AccessBuffer;
import dev.ingot.router.table.RouteTable;
import dev.ingot.router.table.RouteTables;
import dev.ingot.router.table.TableFile;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.nio.NioEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioSocketChannel;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Keeps one stream to the controller on a thread of its own: dials, dials again for ever with growing pauses (0.1 to 2 s), and saves the table
 * after changes, at most once a second. The router serves whether or not this succeeds.
 */
public final class ControllerStream implements AutoCloseable {
  private static final Logger LOG = System.getLogger(ControllerStream.class.getName());
  private static final int MAX_MESSAGE = 256 * 1024 * 1024;
  private static final long TICK_MILLIS = 200;
  /** Routers are few and a refused dial costs nothing, so a controller that restarts is found soon. */
  private static final long MAX_PAUSE_MILLIS = 400;
  private final RouteTables tables;
  private final TableFile file;
  private final UnsentLog log;
  private final FailedEndpoints failures;
  private final Inbox inbox;
  private final RouterHello.Builder hello;
  private final String token;
  private final NioEventLoopGroup loop = new NioEventLoopGroup(1);
  private final ManagedChannel channel;
  private final Thread thread;
  private volatile boolean connected;
  private volatile boolean closing;
  private RouteTable saved;
  private long savedNanos;
  private int refusals;

  /**
   * Makes a stream that is not started.
   *
   * @param target {@code host:port} of the controller
   * @param token the join token
   */
  public ControllerStream(String target, String token, String routerId, String version, RouteTables tables, TableFile file, AccessBuffer buffer, FailedEndpoints failures) {
    this.tables = tables;
    this.file = file;
    this.log = new UnsentLog(buffer);
    this.failures = failures;
    this.inbox = new Inbox(tables);
    this.token = token;
    this.hello = RouterHello.newBuilder().setRouterId(routerId).setVersion(version);
    this.saved = tables.current();
    this.channel = NettyChannelBuilder.forTarget(target).usePlaintext().eventLoopGroup(loop).channelType(NioSocketChannel.class)
        .maxInboundMessageSize(MAX_MESSAGE).keepAliveTime(5, TimeUnit.MINUTES).keepAliveTimeout(10, TimeUnit.SECONDS).directExecutor().build();
    this.thread = Thread.ofPlatform().name("controller-stream").daemon().unstarted(this::run);
  }

  /** Begins to dial. */
  public void start() {
    thread.start();
  }

  /** Whether the controller has been heard on the present stream. */
  public boolean connected() {
    return connected;
  }

  /** Sends what is left for at most a second, then ends. */
  @Override
  public void close() throws InterruptedException {
    closing = true;
    thread.join(Duration.ofSeconds(1));
    channel.shutdownNow();
    loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }

  private void run() {
    long pause = 100;
    while (!closing) {
      Connection connection = new Connection(inbox, log);
      try {
        serve(connection);
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        connection.fail(e);
      }
      pause = connection.heard() ? 100 : Math.min(MAX_PAUSE_MILLIS, pause * 2);
      tell(connection);
      connected = false;
      if (!pause(pause)) {
        return;
      }
    }
  }

  private void serve(Connection connection) throws InterruptedException {
    // A controller that comes back is dialled at once, not after gRPC's own back-off.
    channel.resetConnectBackoff();
    Metadata headers = new Metadata();
    headers.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + token);
    var stub = RouterStreamGrpc.newStub(channel).withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
    stub.watch(connection);
    log.rewind();
    connection.send(RouterMessage.newBuilder().setHello(hello.setTableVersion(tables.current().version())).build());
    while (!connection.ended()) {
      if (connection.heard() && !connected) {
        connected = true;
        refusals = 0;
        LOG.log(Level.INFO, "following the controller; route table version {0}, {1} routes", String.valueOf(tables.current().version()), tables.current().routes().size());
      }
      boolean idle = !connected || !connection.sendNext(log, failures);
      save();
      if (idle && closing) {
        connection.finish();
        return;
      }
      if (idle) {
        connection.await(TICK_MILLIS);
      }
    }
  }

  private boolean pause(long millis) {
    try {
      save();
      Thread.sleep(millis / 2 + ThreadLocalRandom.current().nextLong(millis / 2 + 1));
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }

  private void save() {
    RouteTable table = tables.current();
    if (table.sameRoutes(saved) || System.nanoTime() - savedNanos < 1_000_000_000L) {
      return;
    }
    savedNanos = System.nanoTime();
    try {
      file.save(table);
      saved = table;
    } catch (IOException e) {
      LOG.log(Level.WARNING, "cannot save the route table: {0}; it will be tried again", e.toString());
    }
  }

  private void tell(Connection connection) {
    if (!closing && refusals++ % 60 == 0) {
      LOG.log(Level.WARNING, "the stream to the controller ended ({0}); serving from route table version {1}, dialling again",
          connection.reason(), String.valueOf(tables.current().version()));
    }
  }
}
