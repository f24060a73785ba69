package dev.ingot.controller.cell;

import dev.ingot.api.cell.v1.CacheQuery;
import dev.ingot.api.cell.v1.CacheReport;
import dev.ingot.api.cell.v1.ControllerMessage;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.stereotype.Component;

/** Asks the cells that are connected to this controller about their build caches. Thread-safe. */
@Component
public class CellCaches {
  public static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);

  private final CellConnections connections;
  private final Map<Question, CompletableFuture<CacheReport>> waiting = new ConcurrentHashMap<>();

  private record Question(String query, String cellId) {}

  CellCaches(CellConnections connections) {
    this.connections = connections;
  }

  /**
   * Asks all at once and waits for them together, at most {@link #ANSWER_WITHIN}.
   *
   * @param appGuid empty = all apps
   * @param remove they throw away what no build uses, and tell what it was
   * @return by cell; empty for one that did not answer in time
   */
  public Map<String, Optional<CacheReport>> ask(String appGuid, boolean remove) {
    String query = UUID.randomUUID().toString();
    Map<String, CompletableFuture<CacheReport>> answers = new TreeMap<>();
    Map<String, Optional<CacheReport>> reports = new TreeMap<>();
    try {
      for (CellConnection cell : connections.all()) {
        CompletableFuture<CacheReport> answer = new CompletableFuture<>();
        waiting.put(new Question(query, cell.cellId()), answer);
        answers.put(cell.cellId(), answer);
        if (!cell.send(message(query, appGuid, remove))) {
          answer.cancel(false);
        }
      }
      long end = System.nanoTime() + ANSWER_WITHIN.toNanos();
      answers.forEach((cell, answer) -> reports.put(cell, await(answer, end)));
      return reports;
    } finally {
      answers.keySet().forEach(cell -> waiting.remove(new Question(query, cell)));
    }
  }

  private static Optional<CacheReport> await(CompletableFuture<CacheReport> answer, long end) {
    try {
      return Optional.of(answer.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS));
    } catch (TimeoutException | ExecutionException | java.util.concurrent.CancellationException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /** Has the app's caches thrown away without waiting for it. */
  public void tellToRemove(String appGuid) {
    connections.all().forEach(cell -> cell.send(message("", appGuid, true)));
  }

  private static ControllerMessage message(String query, String appGuid, boolean remove) {
    return ControllerMessage.newBuilder().setCacheQuery(CacheQuery.newBuilder().setQueryId(query).setAppGuid(appGuid).setRemove(remove)).build();
  }

  /** A cell's answer; one that nobody waits for is passed over. */
  public void answered(String cellId, CacheReport report) {
    CompletableFuture<CacheReport> answer = waiting.remove(new Question(report.getQueryId(), cellId));
    if (answer != null) {
      answer.complete(report);
    }
  }

  /** The cell hung up: nobody waits for it any longer. */
  public void gone(String cellId) {
    waiting.forEach((question, answer) -> {
      if (question.cellId().equals(cellId)) {
        answer.cancel(false);
      }
    });
  }
}
