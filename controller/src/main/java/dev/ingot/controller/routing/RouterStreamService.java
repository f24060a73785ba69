package dev.ingot.controller.routing;

import dev.ingot.api.router.v1.RouteUpdate;
import dev.ingot.api.router.v1.RouterMessage;
import dev.ingot.api.router.v1.RouterStreamGrpc;
import dev.ingot.controller.leader.Leadership;
import dev.ingot.controller.log.DiskLogStore;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Clock;
import org.springframework.stereotype.Component;

/** The door routers dial. Only the leader serves it: it alone hears at once of what cells tell. */
@Component
class RouterStreamService extends RouterStreamGrpc.RouterStreamImplBase {
  private final Leadership leadership;
  private final RouteBoard board;
  private final DiskLogStore logs;
  private final Clock clock;

  RouterStreamService(Leadership leadership, RouteBoard board, DiskLogStore logs, Clock clock) {
    this.leadership = leadership;
    this.board = board;
    this.logs = logs;
    this.clock = clock;
  }

  @Override
  public StreamObserver<RouterMessage> watch(StreamObserver<RouteUpdate> updates) {
    var stream = (ServerCallStreamObserver<RouteUpdate>) updates;
    // Milliseconds leave room for a thousand updates a second: a later stream, also of another controller, begins higher.
    RouterSession session = new RouterSession(board, logs, stream, clock.millis() * 1000);
    stream.setOnCancelHandler(session::onCompleted);
    if (!leadership.leads()) {
      session.refuse(Status.UNAVAILABLE.withDescription("this controller does not lead: dial another one, or again in a moment"));
    }
    return session;
  }
}
