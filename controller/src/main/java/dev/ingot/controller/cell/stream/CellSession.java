package dev.ingot.controller.cell.stream;

import dev.ingot.api.cell.v1.CellMessage;
import dev.ingot.api.cell.v1.ControllerMessage;
import dev.ingot.controller.cell.CellConnection;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One stream from its hello to its end. gRPC calls it by one thread at a time. What cannot be taken in ends the stream: the cell dials again. */
final class CellSession implements StreamObserver<CellMessage> {
  private static final Logger LOG = LoggerFactory.getLogger(CellSession.class);
  private static final Pattern CELL_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

  private final CellTalk talk;
  private final ServerCallStreamObserver<ControllerMessage> stream;
  private volatile @Nullable CellConnection connection;
  private volatile boolean over;

  CellSession(CellTalk talk, ServerCallStreamObserver<ControllerMessage> stream) {
    this.talk = talk;
    this.stream = stream;
  }

  void refuse(Status why) {
    over = true;
    stream.onError(why.asRuntimeException());
  }

  @Override
  public void onNext(CellMessage message) {
    if (over) {
      return;
    }
    CellConnection open = connection;
    try {
      if (open == null) {
        hello(message);
      } else {
        talk.message(open, message);
      }
    } catch (RuntimeException e) {
      String cell = open == null ? message.getHello().getCellId() : open.cellId();
      LOG.error("could not take in {} of cell {}: the stream is ended so that the cell dials again", message.getMessageCase(), cell, e);
      fail(Status.UNAVAILABLE.withDescription("the controller could not take in " + message.getMessageCase() + ": dial again"));
    }
  }

  private void hello(CellMessage message) {
    String cellId = message.getHello().getCellId();
    if (!message.hasHello() || !CELL_ID.matcher(cellId).matches()) {
      refuse(Status.INVALID_ARGUMENT.withDescription("the first message must be Hello with a cell_id of 1-63 letters, digits, dots, - or _"));
      return;
    }
    CellConnection opened = new CellConnection(cellId, stream);
    connection = opened;
    talk.hello(opened, message.getHello());
  }

  private void fail(Status why) {
    over = true;
    CellConnection open = connection;
    if (open == null) {
      stream.onError(why.asRuntimeException());
    } else {
      talk.closed(open);
      open.close(why);
    }
  }

  @Override
  public void onError(Throwable cause) {
    onCompleted();
  }

  @Override
  public void onCompleted() {
    if (over) {
      return;
    }
    over = true;
    CellConnection open = connection;
    if (open != null) {
      LOG.info("cell {} hung up", open.cellId());
      talk.closed(open);
      open.close(Status.CANCELLED);
    }
  }
}
