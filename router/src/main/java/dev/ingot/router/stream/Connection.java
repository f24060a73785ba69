package dev.ingot.router.stream;

import dev.ingot.api.cell.v1.LogBatch;
import dev.ingot.api.router.v1.EndpointFailed;
import dev.ingot.api.router.v1.RouteUpdate;
import dev.ingot.api.router.v1.RouterMessage;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One stream from its first to its last message. Updates arrive on gRPC's thread; everything else is called by the stream's own. */
final class Connection implements ClientResponseObserver<RouterMessage, RouteUpdate> {
  private final Inbox inbox;
  private final UnsentLog log;
  private final Semaphore news = new Semaphore(0);
  private volatile @Nullable ClientCallStreamObserver<RouterMessage> out;
  private volatile @Nullable Throwable failure;
  private volatile boolean heard;
  private volatile boolean ended;

  Connection(Inbox inbox, UnsentLog log) {
    this.inbox = inbox;
    this.log = log;
  }

  @Override
  public void beforeStart(ClientCallStreamObserver<RouterMessage> stream) {
    out = stream;
    stream.setOnReadyHandler(news::release);
  }

  @Override
  public void onNext(RouteUpdate update) {
    if (update.getAccessLogAck() != 0) {
      log.confirmed(update.getAccessLogAck());
    }
    if (inbox.apply(update)) {
      heard = true;
    } else {
      fail(new IllegalStateException("an update before version " + update.getVersion() + " was missed"));
    }
    news.release();
  }

  @Override
  public void onError(Throwable error) {
    end(error);
  }

  @Override
  public void onCompleted() {
    end(new IllegalStateException("the controller closed it"));
  }

  void send(RouterMessage message) {
    stream().onNext(message);
  }

  /** Sends one waiting message if the stream can take it; false if there was nothing to do. */
  boolean sendNext(UnsentLog unsent, FailedEndpoints failures) {
    if (!stream().isReady()) {
      return false;
    }
    EndpointFailed failed = failures.next();
    if (failed != null) {
      send(RouterMessage.newBuilder().setEndpointFailed(failed).build());
      return true;
    }
    LogBatch batch = unsent.next();
    if (batch != null) {
      send(RouterMessage.newBuilder().setAccessLog(batch).build());
    }
    return batch != null;
  }

  void await(long millis) throws InterruptedException {
    if (news.tryAcquire(millis, TimeUnit.MILLISECONDS)) {
      news.drainPermits();
    }
  }

  /** Ends the stream from our side. */
  void fail(Throwable why) {
    end(why);
    ClientCallStreamObserver<RouterMessage> stream = out;
    if (stream != null) {
      stream.cancel("the router ends the stream", why);
    }
  }

  void finish() {
    stream().onCompleted();
  }

  boolean heard() {
    return heard;
  }

  boolean ended() {
    return ended;
  }

  String reason() {
    Throwable why = failure;
    if (why == null || why instanceof IllegalStateException) {
      return why == null ? "closed" : String.valueOf(why.getMessage());
    }
    Status status = Status.fromThrowable(why);
    Throwable cause = status.getCause();
    return status.getCode() + ": " + (cause == null || cause.getCause() == null ? status.getDescription() : cause.getCause().getMessage());
  }

  private void end(Throwable why) {
    if (!ended) {
      failure = why;
      ended = true;
    }
    news.release();
  }

  private ClientCallStreamObserver<RouterMessage> stream() {
    ClientCallStreamObserver<RouterMessage> stream = out;
    if (stream == null) {
      throw new IllegalStateException("the stream was not opened");
    }
    return stream;
  }
}
