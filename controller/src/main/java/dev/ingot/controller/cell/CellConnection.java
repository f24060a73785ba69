package dev.ingot.controller.cell;

import dev.ingot.api.cell.v1.ControllerMessage;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;

/** The open stream to one cell. Thread-safe. */
public final class CellConnection {
  /** A cell that does not read is cut off rather than remembered for. */
  private static final int UNREAD = 10_000;

  private final String cellId;
  private final ServerCallStreamObserver<ControllerMessage> stream;
  private int unread;
  private boolean closed;

  public CellConnection(String cellId, ServerCallStreamObserver<ControllerMessage> stream) {
    this.cellId = cellId;
    this.stream = stream;
  }

  public String cellId() {
    return cellId;
  }

  /** Sends without waiting for the cell; false when the stream is over (the cell will dial again and learn it then). */
  public synchronized boolean send(ControllerMessage message) {
    if (closed || stream.isCancelled()) {
      return false;
    }
    unread = stream.isReady() ? 0 : unread + 1;
    if (unread > UNREAD) {
      close(Status.RESOURCE_EXHAUSTED.withDescription("cell " + cellId + " does not read its commands: dial again"));
      return false;
    }
    try {
      stream.onNext(message);
      return true;
    } catch (StatusRuntimeException | IllegalStateException e) {
      closed = true;
      return false;
    }
  }

  /** Ends the stream; the cell dials again. Does nothing when it is over. */
  public synchronized void close(Status why) {
    if (closed) {
      return;
    }
    closed = true;
    try {
      stream.onError(why.asRuntimeException());
    } catch (StatusRuntimeException | IllegalStateException e) {
      // The call was cancelled by the other side in the same moment: it is over, which is what was wanted.
      return;
    }
  }
}
