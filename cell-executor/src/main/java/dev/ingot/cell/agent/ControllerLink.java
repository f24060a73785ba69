package dev.ingot.cell.agent;

import dev.ingot.api.cell.v1.CacheReport;
import dev.ingot.api.cell.v1.CellMessage;
import dev.ingot.api.cell.v1.CellStreamGrpc;
import dev.ingot.api.cell.v1.ControllerMessage;
import dev.ingot.api.cell.v1.InstanceEvent;
import dev.ingot.api.cell.v1.LogBatch;
import dev.ingot.api.cell.v1.StagingResult;
import dev.ingot.cell.config.CellConfig;
import dev.ingot.cell.logs.LogShipper;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one stream to the controller: dials, says hello with the inventory, beats, and dials again after every loss, for ever. What
 * is sent while there is no stream is either in the next inventory (events), kept (logs, staging results) or worthless later (metrics).
 */
public final class ControllerLink implements AutoCloseable {
  private static final Logger LOG = System.getLogger(ControllerLink.class.getName());
  private static final Metadata.Key<String> AUTHORIZATION = Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
  private static final Duration MAX_BACK_OFF = Duration.ofSeconds(5);
  /** The longest pause while the controller is away for less than {@link #RESTART}: it is restarting, and apps wait for us. */
  private static final Duration EAGER_BACK_OFF = Duration.ofMillis(400);
  private static final Duration RESTART = Duration.ofMinutes(1);
  private static final int KEPT_RESULTS = 50;
  private static final int MAX_MESSAGE = 16 << 20;

  private final CellConfig config;
  private final Commands commands;
  private final LogShipper logs;
  private final Deque<StagingResult> results = new ArrayDeque<>();
  private volatile @Nullable Stream stream;
  private volatile String trouble = "not yet connected to the controller";
  private volatile boolean closed;
  private @Nullable Thread thread;

  public ControllerLink(CellConfig config, Commands commands, LogShipper logs) {
    this.config = config;
    this.commands = commands;
    this.logs = logs;
  }

  /** Starts to dial. */
  public void open() {
    thread = Thread.ofPlatform().name("controller").start(this::keep);
    Thread.ofVirtual().name("log-shipper").start(this::ship);
  }

  /** Why there is no stream now; empty when there is one. */
  public Optional<String> trouble() {
    return stream == null ? Optional.of(trouble) : Optional.empty();
  }

  /** Tells a change of an instance; without a stream the next hello does. */
  public void event(InstanceEvent event) {
    send(CellMessage.newBuilder().setInstanceEvent(event).build());
  }

  /** Tells how a build ended; kept and told again at every new stream, the controller knows it by its guid. */
  public void result(StagingResult result) {
    synchronized (results) {
      results.addLast(result);
      if (results.size() > KEPT_RESULTS) {
        results.removeFirst();
      }
    }
    send(CellMessage.newBuilder().setStagingResult(result).build());
  }

  /** Answers a question about caches; whoever asked over a stream that is gone does not wait any more. */
  public void caches(CacheReport report) {
    send(CellMessage.newBuilder().setCacheReport(report).build());
  }

  private boolean send(CellMessage message) {
    Stream now = stream;
    return now != null && now.send(message);
  }

  private void keep() {
    Duration pause = Duration.ofMillis(100);
    long away = System.nanoTime();
    while (!closed) {
      long begin = System.nanoTime();
      try {
        session();
        trouble = "the controller closed the stream";
      } catch (IOException e) {
        trouble = e.getMessage();
      } catch (InterruptedException e) {
        return;
      } finally {
        stream = null;
      }
      boolean lived = System.nanoTime() - begin > Duration.ofSeconds(10).toNanos();
      away = lived ? System.nanoTime() : away;
      Duration most = System.nanoTime() - away < RESTART.toNanos() ? EAGER_BACK_OFF : MAX_BACK_OFF;
      pause = lived ? Duration.ofMillis(100) : min(pause.multipliedBy(2), most);
      LOG.log(Level.INFO, "No stream to the controller at " + config.controllerGrpc() + ": " + trouble + "; next try in " + pause.toMillis() + " ms");
      try {
        Thread.sleep(pause.plusMillis(ThreadLocalRandom.current().nextLong(50)));
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  private void session() throws IOException, InterruptedException {
    ManagedChannel channel = NettyChannelBuilder.forTarget("dns:///" + config.controllerGrpc()).usePlaintext().keepAliveTime(10, TimeUnit.SECONDS)
        .keepAliveTimeout(20, TimeUnit.SECONDS).maxInboundMessageSize(MAX_MESSAGE).directExecutor().build();
    try {
      Metadata headers = new Metadata();
      headers.put(AUTHORIZATION, "Bearer " + config.joinToken());
      Stream mine = new Stream();
      mine.out = CellStreamGrpc.newStub(channel).withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers)).connect(mine);
      mine.send(CellMessage.newBuilder().setHello(commands.hello()).build());
      if (!mine.welcome.await(10, TimeUnit.SECONDS) || mine.ended.getCount() == 0) {
        throw new IOException(mine.error.isEmpty() ? "no welcome within 10 s" : mine.error);
      }
      LOG.log(Level.INFO, "Connected to the controller at " + config.controllerGrpc());
      stream = mine;
      announce(mine);
      while (!mine.ended.await(mine.heartbeatSeconds, TimeUnit.SECONDS)) {
        mine.send(CellMessage.newBuilder().setHeartbeat(commands.heartbeat()).build());
        mine.send(CellMessage.newBuilder().setMetrics(commands.metrics()).build());
      }
      throw new IOException(mine.error);
    } finally {
      channel.shutdownNow();
    }
  }

  /** What may have changed between the inventory and now, and what was kept. */
  private void announce(Stream to) {
    to.send(CellMessage.newBuilder().setHeartbeat(commands.heartbeat()).build());
    commands.hello().getInventoryList().forEach(event -> to.send(CellMessage.newBuilder().setInstanceEvent(event).build()));
    List<StagingResult> kept;
    synchronized (results) {
      kept = List.copyOf(results);
    }
    kept.forEach(result -> to.send(CellMessage.newBuilder().setStagingResult(result).build()));
    logs.restart();
  }

  private void ship() {
    try {
      while (!closed) {
        if (stream == null) {
          Thread.sleep(100);
          continue;
        }
        LogBatch batch = logs.next();
        send(CellMessage.newBuilder().setLogs(batch).build());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void received(ControllerMessage message) {
    switch (message.getMessageCase()) {
      case START_INSTANCE -> commands.start(message.getStartInstance());
      case STOP_INSTANCE -> commands.stop(message.getStopInstance());
      case TASK_NOTED -> commands.noted(message.getTaskNoted());
      case STAGE -> commands.stage(message.getStage());
      case CANCEL_STAGING -> commands.cancel(message.getCancelStaging());
      case CACHE_QUERY -> commands.caches(message.getCacheQuery());
      case LOG_ACK -> logs.acknowledge(message.getLogAck().getSequence());
      case WELCOME, MESSAGE_NOT_SET -> { }
    }
  }

  @Override
  public void close() {
    closed = true;
    Thread t = thread;
    if (t != null) {
      t.interrupt();
    }
  }

  /** One stream, from dial to loss. */
  private final class Stream implements StreamObserver<ControllerMessage> {
    private final CountDownLatch welcome = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private @Nullable StreamObserver<CellMessage> out;
    private volatile int heartbeatSeconds = 5;
    private volatile String error = "";

    synchronized boolean send(CellMessage message) {
      if (out == null || ended.getCount() == 0) {
        return false;
      }
      try {
        out.onNext(message);
        return true;
      } catch (RuntimeException e) {
        // gRPC answers so when the call is over; onError tells why.
        return false;
      }
    }

    @Override
    public void onNext(ControllerMessage message) {
      if (message.hasWelcome()) {
        heartbeatSeconds = Math.clamp(message.getWelcome().getHeartbeatSeconds(), 1, 60);
        welcome.countDown();
        return;
      }
      try {
        received(message);
      } catch (RuntimeException e) {
        LOG.log(Level.ERROR, "A command of the controller could not be obeyed: " + message.getMessageCase(), e);
      }
    }

    @Override
    public void onError(Throwable t) {
      error = String.valueOf(t.getMessage());
      ended.countDown();
      welcome.countDown();
    }

    @Override
    public void onCompleted() {
      error = "the controller closed the stream";
      ended.countDown();
      welcome.countDown();
    }
  }
}
