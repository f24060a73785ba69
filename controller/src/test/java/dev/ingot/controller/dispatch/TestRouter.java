package dev.ingot.controller.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.api.cell.v1.LogBatch;
import dev.ingot.api.cell.v1.LogLine;
import dev.ingot.api.router.v1.RouteUpdate;
import dev.ingot.api.router.v1.RouterHello;
import dev.ingot.api.router.v1.RouterMessage;
import dev.ingot.api.router.v1.RouterStreamGrpc;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A router that speaks the real protocol and routes nothing. */
final class TestRouter implements AutoCloseable {
  private final ManagedChannel channel;
  private final BlockingQueue<RouteUpdate> updates = new LinkedBlockingQueue<>();
  private final StreamObserver<RouterMessage> stream;

  TestRouter(int port, String token) {
    channel = NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
    Metadata headers = new Metadata();
    headers.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + token);
    stream = RouterStreamGrpc.newStub(channel).withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
        .watch(new StreamObserver<>() {
          @Override
          public void onNext(RouteUpdate update) {
            updates.add(update);
          }

          @Override
          public void onError(Throwable cause) {
            // The queue stays empty, which the test sees.
          }

          @Override
          public void onCompleted() {
            // As above.
          }
        });
    stream.onNext(RouterMessage.newBuilder().setHello(RouterHello.newBuilder().setRouterId("router-1").setVersion("test")).build());
  }

  RouteUpdate next() {
    try {
      RouteUpdate update = updates.poll(20, TimeUnit.SECONDS);
      assertThat(update).as("an update within 20 s").isNotNull();
      return update;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  void log(String app, long sequence) {
    stream.onNext(RouterMessage.newBuilder().setAccessLog(LogBatch.newBuilder().setSequence(sequence)
        .addLines(LogLine.newBuilder().setAppGuid(app).setSourceType("RTR").setTimestampNanos(1))).build());
  }

  @Override
  public void close() {
    channel.shutdownNow();
    try {
      channel.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
