package dev.ingot.cell.runtime;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Tells when containers end: conmon writes one file per ended container, by rename, and its content is the status. */
final class ExitFiles implements AutoCloseable {
  private static final Logger LOG = System.getLogger(ExitFiles.class.getName());
  private static final long LOOK_MILLIS = 2000;

  private final Path dir;
  private final WatchService watch;
  private final Map<String, Waiting> waiting = new ConcurrentHashMap<>();

  /** One container: how to tell that nobody will write its file any more. */
  record Waiting(CompletableFuture<Integer> status, BooleanSupplier watched) {}

  ExitFiles(Path dir) throws IOException {
    this.dir = dir;
    this.watch = dir.getFileSystem().newWatchService();
    dir.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
    Thread.ofPlatform().daemon().name("exits").start(this::loop);
  }

  /** Completed with the status when the file is there, with -1 when `watched` says that its writer is gone. */
  CompletableFuture<Integer> await(String id, BooleanSupplier watched) {
    Waiting w = waiting.computeIfAbsent(id, key -> new Waiting(new CompletableFuture<>(), watched));
    look(id, w, false);
    return w.status;
  }

  /** The status, when the container has ended. */
  OptionalInt status(String id) {
    try {
      String text = Files.readString(dir.resolve(id)).trim();
      return OptionalInt.of(Integer.parseInt(text));
    } catch (IOException | NumberFormatException e) {
      return OptionalInt.empty();
    }
  }

  void forget(String id) throws IOException {
    waiting.remove(id);
    Files.deleteIfExists(dir.resolve(id));
  }

  private void loop() {
    try {
      while (true) {
        WatchKey key = watch.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        boolean slow = key == null;
        if (key != null) {
          key.pollEvents();
          key.reset();
        }
        waiting.forEach((id, w) -> look(id, w, slow));
      }
    } catch (InterruptedException | ClosedWatchServiceException e) {
      LOG.log(Level.DEBUG, "exit watch ends");
    }
  }

  private void look(String id, Waiting w, boolean slow) {
    boolean orphan = slow && !w.watched.getAsBoolean();
    OptionalInt status = status(id);
    if (status.isPresent()) {
      waiting.remove(id);
      w.status.complete(status.getAsInt());
    } else if (orphan) {
      waiting.remove(id);
      w.status.complete(-1);
    }
  }

  @Override
  public void close() throws IOException {
    watch.close();
  }
}
