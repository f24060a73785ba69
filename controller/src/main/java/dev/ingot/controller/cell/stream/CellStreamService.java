package dev.ingot.controller.cell.stream;

import dev.ingot.api.cell.v1.CellMessage;
import dev.ingot.api.cell.v1.CellStreamGrpc;
import dev.ingot.api.cell.v1.ControllerMessage;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import dev.ingot.controller.leader.Leadership;
import org.springframework.stereotype.Component;

/** The door itself: cells find the leader here, others are told to look elsewhere. */
@Component
class CellStreamService extends CellStreamGrpc.CellStreamImplBase {
  private final Leadership leadership;
  private final CellTalk talk;

  CellStreamService(Leadership leadership, CellTalk talk) {
    this.leadership = leadership;
    this.talk = talk;
  }

  @Override
  public StreamObserver<CellMessage> connect(StreamObserver<ControllerMessage> answers) {
    var stream = (ServerCallStreamObserver<ControllerMessage>) answers;
    CellSession session = new CellSession(talk, stream);
    stream.setOnCancelHandler(session::onCompleted);
    if (!leadership.leads()) {
      session.refuse(Status.UNAVAILABLE.withDescription("this controller does not lead: dial another one, or again in a moment"));
    }
    return session;
  }
}
