package dev.ingot.cell.staging;

import dev.ingot.api.cell.v1.Stage;
import dev.ingot.api.cell.v1.StagingResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.BiConsumer;

/** What the worker asks of the stager: one build from a package on this disk to its result. A failed build is a result, not an exception. */
@FunctionalInterface
public interface Build {
  /**
   * Builds.
   *
   * @param work empty directory of this build, removed by the worker afterwards
   * @param cache directory of the app's build cache, may be missing
   * @param packageZip its digest has been checked
   * @param log receives each line; second argument true = stderr
   */
  StagingResult run(Stage stage, Path work, Path cache, Path packageZip, BiConsumer<String, Boolean> log) throws IOException, InterruptedException;
}
