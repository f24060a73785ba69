package dev.ingot.cell.runtime;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Runs containers that outlive the cell process. A container is known by its id, which is never used twice. Thread-safe; several
 * containers may be handled at once.
 */
public interface InstanceRuntime {
  /**
   * Makes the container and starts its first process.
   *
   * @param directory holds the container's configuration; log files appear in it
   * @throws IOException with the runtime's own reason; nothing is left of the container then
   */
  Running start(String id, Path directory) throws IOException, InterruptedException;

  /** Takes up a container that an earlier life of the cell started; empty when it never ran, its exit is then not known either. */
  Optional<Running> adopt(String id, Path directory) throws IOException, InterruptedException;

  /**
   * Starts a further process in a running container.
   *
   * @param directory of this process alone, with its configuration `process.json`; its log appears in it
   * @throws IOException with the runtime's own reason
   */
  Joined join(Running container, Path directory) throws IOException, InterruptedException;

  /** Takes up a process that an earlier life of the cell started with {@link #join}. */
  Joined joined(Running container, Path directory);

  /** SIGTERM to the first process; false when it has ended. */
  boolean terminate(Running container) throws IOException;

  /** SIGKILL to every process of the container. */
  void kill(Running container) throws IOException;

  /** Removes what is left of an ended container; gone already is fine. */
  void remove(String id, Path directory) throws IOException, InterruptedException;

  /** Ids of all containers of this cell that exist now. */
  Set<String> list() throws IOException;

  /**
   * A started container.
   *
   * @param pid of the first process, in the cell's own pid namespace
   * @param exit completed once, when the container has ended
   */
  record Running(String id, long pid, CompletableFuture<Exit> exit) {}

  /** A further process in a container. */
  interface Joined {
    /** SIGTERM; nothing when it has ended. */
    void terminate() throws IOException;

    /** How it ended; empty while it runs. */
    Optional<Exit> exit();
  }

  /**
   * How it ended.
   *
   * @param status exit status of the first process, 128 + signal when a signal ended it, -1 = not known
   * @param outOfMemory the kernel killed a process of it for memory
   */
  record Exit(int status, boolean outOfMemory) {}
}
