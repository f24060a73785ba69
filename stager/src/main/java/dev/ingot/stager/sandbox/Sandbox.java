package dev.ingot.stager.sandbox;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** One build container. Commands may run at the same time. Closing kills what still runs and removes container, network and writable layer. */
public interface Sandbox extends AutoCloseable {
  /**
   * Runs a command to its end.
   *
   * @param env the whole environment of the command
   * @param output receives each line (without newline) as it comes; second argument true = stderr; called from one thread at a time
   */
  Exit run(List<String> command, Map<String, String> env, String workingDirectory, Duration limit, BiConsumer<String, Boolean> output)
      throws SandboxException, InterruptedException;

  /** As the other; `ended` is called once no process of the command is left, maybe before what it held is cleared away. */
  default Exit run(List<String> command, Map<String, String> env, String workingDirectory, Duration limit, BiConsumer<String, Boolean> output, Runnable ended)
      throws SandboxException, InterruptedException {
    try {
      return run(command, env, workingDirectory, limit, output);
    } finally {
      ended.run();
    }
  }

  @Override
  void close();

  /** How a command ended. `status` is 128 + signal when a signal ended it. */
  record Exit(int status, boolean timedOut, boolean outOfMemory) {}
}
