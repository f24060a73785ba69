package dev.ingot.controller.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.api.cell.v1.Capacity;
import dev.ingot.api.cell.v1.CellMessage;
import dev.ingot.api.cell.v1.CellStreamGrpc;
import dev.ingot.api.cell.v1.ControllerMessage;
import dev.ingot.api.cell.v1.Heartbeat;
import dev.ingot.api.cell.v1.Hello;
import dev.ingot.api.cell.v1.InstanceEvent;
import dev.ingot.api.cell.v1.InstanceState;
import dev.ingot.api.cell.v1.StartInstance;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A cell that speaks the real protocol over a real socket and runs nothing. */
public final class TestCell implements AutoCloseable {
  final String id;
  private final ManagedChannel channel;
  private final BlockingQueue<ControllerMessage> told = new LinkedBlockingQueue<>();
  final BlockingQueue<Status> ended = new LinkedBlockingQueue<>();
  private final StreamObserver<CellMessage> stream;

  public TestCell(String id, int port, String token) {
    this.id = id;
    channel = NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
    Metadata headers = new Metadata();
    headers.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + token);
    stream = CellStreamGrpc.newStub(channel).withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
        .connect(new StreamObserver<>() {
          @Override
          public void onNext(ControllerMessage message) {
            told.add(message);
          }

          @Override
          public void onError(Throwable cause) {
            ended.add(Status.fromThrowable(cause));
          }

          @Override
          public void onCompleted() {
            ended.add(Status.OK);
          }
        });
  }

  public TestCell hello(long memoryMb, List<InstanceEvent> inventory, String... staging) {
    send(CellMessage.newBuilder().setHello(Hello.newBuilder().setCellId(id).setVersion("test")
        .setCapacity(Capacity.newBuilder().setMemoryBytes(memoryMb << 20).setDiskBytes(100L << 30).setInstances(100))
        .addAllInventory(inventory).addAllStaging(List.of(staging))).build());
    assertThat(next(ControllerMessage::hasWelcome).getWelcome().getLeaseSeconds()).isEqualTo(15);
    return this;
  }

  public void send(CellMessage message) {
    stream.onNext(message);
  }

  public void heartbeat() {
    send(CellMessage.newBuilder().setHeartbeat(Heartbeat.getDefaultInstance()).build());
  }

  public static InstanceEvent event(StartInstance start, InstanceState state) {
    return InstanceEvent.newBuilder().setInstanceGuid(start.getInstanceGuid()).setProcessGuid(start.getProcessGuid())
        .setProcessVersion(start.getProcessVersion()).setAppGuid(start.getAppGuid()).setIndex(start.getIndex()).setState(state)
        .setRoutable(state == InstanceState.RUNNING).setContainerAddress("10.1.0." + (start.getIndex() + 1)).setPort(8080).build();
  }

  public void tell(StartInstance start, InstanceState state) {
    send(CellMessage.newBuilder().setInstanceEvent(event(start, state)).build());
  }

  public void crash(StartInstance start, String description) {
    send(CellMessage.newBuilder().setInstanceEvent(event(start, InstanceState.CRASHED).toBuilder().setExitDescription(description)
        .setExitStatus(137).setOutOfMemory(true)).build());
  }

  public StartInstance nextStart() {
    return next(ControllerMessage::hasStartInstance).getStartInstance();
  }

  public String nextStop() {
    return next(ControllerMessage::hasStopInstance).getStopInstance().getInstanceGuid();
  }

  /** The next message that matters; others are passed over, as a cell takes them in any order. */
  public ControllerMessage next(Predicate<ControllerMessage> wanted) {
    List<ControllerMessage> passed = new ArrayList<>();
    for (ControllerMessage message = poll(20_000); message != null; message = poll(20_000)) {
      if (wanted.test(message)) {
        return message;
      }
      passed.add(message);
    }
    throw new AssertionError("cell " + id + " was not told what the test waits for, but: " + passed);
  }

  /** Everything told within a while that is long for the loop. */
  public List<ControllerMessage> rest() {
    List<ControllerMessage> rest = new ArrayList<>();
    for (ControllerMessage message = poll(400); message != null; message = poll(400)) {
      rest.add(message);
    }
    return rest;
  }

  private @Nullable ControllerMessage poll(long millis) {
    try {
      return told.poll(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
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
