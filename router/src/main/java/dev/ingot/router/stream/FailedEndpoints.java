package dev.ingot.router.stream;

import dev.ingot.api.router.v1.EndpointFailed;
import dev.ingot.router.proxy.FailureSink;
import dev.ingot.router.table.Endpoint;
import java.util.concurrent.ArrayBlockingQueue;
import org.jspecify.annotations.Nullable;

/** Endpoints that could not be dialled and of which the controller has not been told. Bounded: what does not fit is found again soon. */
public final class FailedEndpoints implements FailureSink {
  private final ArrayBlockingQueue<EndpointFailed> waiting = new ArrayBlockingQueue<>(1_000);

  @Override
  public void failed(Endpoint endpoint, String cause) {
    waiting.offer(EndpointFailed.newBuilder().setInstanceGuid(endpoint.instanceGuid()).setCause(cause).build());
  }

  @Nullable EndpointFailed next() {
    return waiting.poll();
  }
}
