package dev.ingot.controller.routing;

import dev.ingot.api.cell.v1.LogBatch;
import dev.ingot.api.router.v1.EndpointFailed;
import dev.ingot.api.router.v1.Route;
import dev.ingot.api.router.v1.RouteUpdate;
import dev.ingot.api.router.v1.RouterMessage;
import dev.ingot.controller.log.DiskLogStore;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.Collection;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One router's stream. Versions rise by one with every update of a stream, so that a router sees a gap. Thread-safe. */
final class RouterSession implements StreamObserver<RouterMessage> {
  private static final Logger LOG = LoggerFactory.getLogger(RouterSession.class);
  private static final int UNREAD = 1000;

  private final RouteBoard board;
  private final DiskLogStore logs;
  private final ServerCallStreamObserver<RouteUpdate> stream;
  private String routerId = "";
  private long version;
  private long acknowledged;
  private int unread;
  private boolean snapshotSent;
  private boolean over;

  /** @param version first version to be told, higher than any told before by this or another controller */
  RouterSession(RouteBoard board, DiskLogStore logs, ServerCallStreamObserver<RouteUpdate> stream, long version) {
    this.board = board;
    this.logs = logs;
    this.stream = stream;
    this.version = version;
  }

  synchronized boolean hasSnapshot() {
    return snapshotSent;
  }

  synchronized void snapshot(Collection<Route> routes) {
    snapshotSent = true;
    send(RouteUpdate.newBuilder().setSnapshot(true).addAllRoutes(routes));
  }

  synchronized void delta(List<Route> changed, List<String> removed) {
    send(RouteUpdate.newBuilder().addAllRoutes(changed).addAllRemoved(removed));
  }

  private synchronized void acknowledge(long sequence) {
    if (Long.compareUnsigned(sequence, acknowledged) > 0) {
      acknowledged = sequence;
      if (snapshotSent) {
        send(RouteUpdate.newBuilder());
      }
    }
  }

  private void send(RouteUpdate.Builder update) {
    if (over || stream.isCancelled()) {
      return;
    }
    unread = stream.isReady() ? 0 : unread + 1;
    if (unread > UNREAD) {
      end(Status.RESOURCE_EXHAUSTED.withDescription("router " + routerId + " does not read its updates: dial again"));
      return;
    }
    try {
      stream.onNext(update.setVersion(++version).setAccessLogAck(acknowledged).build());
    } catch (StatusRuntimeException | IllegalStateException e) {
      over = true;
    }
  }

  void goElsewhere() {
    end(Status.UNAVAILABLE.withDescription("this controller does not lead any more: dial again"));
  }

  void refuse(Status why) {
    end(why);
  }

  private synchronized void end(Status why) {
    if (!over) {
      over = true;
      stream.onError(why.asRuntimeException());
    }
  }

  @Override
  public void onNext(RouterMessage message) {
    synchronized (this) {
      if (over) {
        return;
      }
    }
    try {
      take(message);
    } catch (RuntimeException e) {
      LOG.error("could not take in {} of router {}: the stream is ended so that it dials again", message.getMessageCase(), routerId, e);
      board.leave(this);
      end(Status.UNAVAILABLE.withDescription("the controller could not take in " + message.getMessageCase() + ": dial again"));
    }
  }

  private void take(RouterMessage message) {
    switch (message.getMessageCase()) {
      case HELLO -> {
        synchronized (this) {
          routerId = message.getHello().getRouterId();
          version = Math.max(version, message.getHello().getTableVersion());
        }
        LOG.info("router {} ({}) is here", routerId, message.getHello().getVersion());
        board.join(this);
      }
      case ACCESS_LOG -> store(message.getAccessLog());
      case ENDPOINT_FAILED -> failed(message.getEndpointFailed());
      default -> LOG.warn("router {} sent a message this controller does not know", routerId);
    }
  }

  private void store(LogBatch batch) {
    logs.append(batch.getLinesList());
    logs.whenDurable(() -> acknowledge(batch.getSequence()));
  }

  /** The router has dropped it for a while by itself; whether the instance is ill its health check decides. */
  private void failed(EndpointFailed failed) {
    LOG.info("router {} could not reach instance {}: {}", routerId, failed.getInstanceGuid(), failed.getCause());
  }

  @Override
  public void onError(Throwable cause) {
    onCompleted();
  }

  @Override
  public void onCompleted() {
    board.leave(this);
    end(Status.CANCELLED);
  }
}
