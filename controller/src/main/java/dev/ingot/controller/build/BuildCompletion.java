package dev.ingot.controller.build;

import dev.ingot.api.cell.v1.StagingResult;

/** What a cell's news does to a build. Called by the cell stream; a second call for a finished build changes nothing. */
public interface BuildCompletion {
  /** STAGING → STAGED with its droplet, or → FAILED with the reason. */
  void finished(StagingResult result);
}
