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
public final class Load implements AutoCloseable {
  /** One request of it. */
  @FunctionalInterface
  public interface Request {
    HttpResponse<String> send() throws java.io.IOException, InterruptedException;
  }

  private static final int USERS = 4;
  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final long MOST_REQUESTS = 40_000;

  private final AtomicBoolean running = new AtomicBoolean(true);
  private final AtomicLong requests = new AtomicLong();
  private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
  private final List<Thread> users = new ArrayList<>();

  public Load(Request request) {
    for (int user = 0; user < USERS; user++) {
      users.add(Thread.startVirtualThread(() -> use(request)));
    }
  }

  private void use(Request request) {
    while (running.get() && requests.incrementAndGet() < MOST_REQUESTS) {
      try {
        HttpResponse<String> answer = request.send();
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

  public long requests() {
    return requests.get();
  }

  /** Each answer that was not 200, each lost connection: when and what. */
  public List<String> failures() {
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
