package dev.ingot.stager.build;

import dev.ingot.stager.files.StageException;
import dev.ingot.stager.sandbox.Sandbox;
import dev.ingot.stager.sandbox.SandboxException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** One run of a buildpack's executable, with its last lines kept for the failure report. */
public final class BuildpackRun {
  private static final int LAST_LINES = 40;
  private static final int MAX_LINE = 4096;

  private final Deque<String> last = new ArrayDeque<>();

  /** Runs and passes lines on, cut to 4096 characters. How it ended is the caller's to judge. */
  public Sandbox.Exit run(Sandbox sandbox, List<String> command, Map<String, String> env, String directory, Duration limit, BiConsumer<String, Boolean> lines)
      throws StageException, InterruptedException {
    try {
      return sandbox.run(command, env, directory, limit, (line, error) -> {
        String text = line.length() > MAX_LINE ? line.substring(0, MAX_LINE) + "…" : line;
        keep(text);
        lines.accept(text, error);
      });
    } catch (SandboxException e) {
      throw new StageException("StagingError", "the build container failed: " + e.getMessage(), "Try again; if it stays, the cell's log tells more.");
    }
  }

  private synchronized void keep(String line) {
    last.addLast(line);
    if (last.size() > LAST_LINES) {
      last.removeFirst();
    }
  }

  /** The last 40 lines. */
  public synchronized List<String> lastLines() {
    return new ArrayList<>(last);
  }
}
