package dev.ingot.e2e;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** A steady, bounded request load against one app: 4 users, each 20 requests a second at the most, on connections of their own. */
final class Load implements AutoCloseable {
  private static final int USERS = 4;
  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final long MOST_REQUESTS = 40_000;

  private final AtomicBoolean running = new AtomicBoolean(true);
  private final AtomicLong requests = new AtomicLong();
  private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
  private final List<Thread> users = new ArrayList<>();

  Load(TestPlatform platform, String app, String... headers) {
    for (int user = 0; user < USERS; user++) {
      users.add(Thread.startVirtualThread(() -> use(platform, app, headers)));
    }
  }

  private void use(TestPlatform platform, String app, String[] headers) {
    while (running.get() && requests.incrementAndGet() < MOST_REQUESTS) {
      try {
        HttpResponse<String> answer = platform.request(app, "/", headers);
        if (answer.statusCode() != 200) {
          failures.add(Instant.now() + " " + answer.statusCode() + " " + answer.headers().firstValue("X-Cf-RouterError").orElse("") + " " + answer.body().strip());
        }
        Thread.sleep(PAUSE);
      } catch (java.io.IOException e) {
        failures.add(Instant.now() + " " + e);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  long requests() {
    return requests.get();
  }

  List<String> failures() {
    return List.copyOf(failures);
  }

  @Override
  public void close() throws InterruptedException {
    running.set(false);
    for (Thread user : users) {
      user.join(Duration.ofSeconds(30));
    }
  }
}
