package dev.ingot.cell.instance;

import dev.ingot.api.cell.v1.Sidecar;
import dev.ingot.cell.runtime.InstanceRuntime.Exit;
import dev.ingot.cell.runtime.InstanceRuntime.Joined;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** A further process in an instance's container. It ends with the container; when it ends by itself, its end is told. */
record SidecarProcess(Sidecar spec, Joined process) {
  private static final Duration LOOK = Duration.ofMillis(250);

  /** Takes the reason. */
  interface Ended {
    void because(String reason) throws InterruptedException;
  }

  /** SIGTERM. */
  void terminate() throws IOException {
    process.terminate();
  }

  /** Tells once, on a thread of its own, why it ended; not when the thread is interrupted. */
  Thread watch(Ended ended) {
    return Thread.ofVirtual().name("sidecar " + spec.getName()).start(() -> {
      try {
        Optional<Exit> exit = process.exit();
        while (exit.isEmpty()) {
          Thread.sleep(LOOK);
          exit = process.exit();
        }
        int status = exit.get().status();
        ended.because(spec.getLogSource() + ": " + (status < 0 ? "lost: the process that watched it was killed" : "Exited with status " + status));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    });
  }
}
