package dev.ingot.controller.staging;

import dev.ingot.api.cell.v1.StagingFailure;
import dev.ingot.api.cell.v1.StagingResult;
import dev.ingot.controller.build.BuildCompletion;
import dev.ingot.controller.log.LogStore;
import java.util.Collection;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Ends builds: with a cell's result, or with a failure of our own, which is also told in the app's log. */
@Component
public class StagingOutcomes {
  private static final Logger LOG = LoggerFactory.getLogger(StagingOutcomes.class);

  private final StagingBuilds builds;
  private final BuildCompletion completion;
  private final LogStore logs;

  StagingOutcomes(StagingBuilds builds, BuildCompletion completion, LogStore logs) {
    this.builds = builds;
    this.completion = completion;
    this.logs = logs;
  }

  /** A cell's result; one for a build that was placed elsewhere or is over changes nothing. */
  public void finished(String cellId, StagingResult result) {
    var build = builds.find(result.getBuildGuid());
    if (build.isEmpty() || !cellId.equals(build.get().cellId())) {
      LOG.info("cell {} told the end of build {}, which it does not stage any more", cellId, result.getBuildGuid());
      return;
    }
    completion.finished(result);
  }

  /** STAGING → FAILED with this reason. */
  public void fail(Staged build, StagingFailure failure) {
    logs.append(build.appGuid(), "STG", "Staging failed: " + failure.getReason() + ". " + failure.getRemedy());
    completion.finished(StagingResult.newBuilder().setBuildGuid(build.guid()).setFailed(failure).build());
  }

  /**
   * A cell came back and says what it stages. What it was told to stage and does not is over: it started anew.
   *
   * @return guids it stages that are no longer wanted
   */
  public Set<String> inventory(String cellId, Collection<String> staging) {
    Set<String> unwanted = new java.util.HashSet<>(staging);
    for (Staged build : builds.all()) {
      if (!cellId.equals(build.cellId())) {
        continue;
      }
      if (!unwanted.remove(build.guid()) && build.sentAt() != null) {
        fail(build, StagingRules.cellGone(cellId, "was restarted"));
      }
    }
    return unwanted;
  }
}
