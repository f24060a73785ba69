package dev.ingot.bench.api;

import dev.ingot.bench.BenchFailure;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Clients that ask for stats of a process and for its app's last job again and again, a second apart, until they are closed. */
final class Pollers implements AutoCloseable {
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicReference<@Nullable BenchFailure> failure = new AtomicReference<>();

  Pollers(Client client, int count) {
    for (int i = 1; i <= count; i++) {
      int number = i;
      threads.submit(() -> poll(client, number));
    }
  }

  private void poll(Client client, int number) {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        client.get("/v3/processes/bench-api-process-" + number + "/stats");
        client.get("/v3/jobs/bench-api-job");
        TimeUnit.SECONDS.sleep(1);
      }
    } catch (BenchFailure e) {
      failure.compareAndSet(null, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() throws InterruptedException {
    threads.shutdownNow();
    threads.awaitTermination(1, TimeUnit.MINUTES);
    var seen = failure.get();
    if (seen != null && !(seen.getCause() instanceof java.io.IOException)) {
      throw seen;
    }
  }
}
