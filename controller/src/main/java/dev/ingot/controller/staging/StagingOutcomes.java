package dev.ingot.controller.staging;

import dev.ingot.api.cell.v1.StagingFailure;
import dev.ingot.api.cell.v1.StagingResult;
import dev.ingot.controller.build.BuildCompletion;
import dev.ingot.controller.log.LogStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Ends builds: with a cell's result, or with a failure of our own, which is also told in the app's log. */
@Component
public class StagingOutcomes {
  private static final Logger LOG = LoggerFactory.getLogger(StagingOutcomes.class);

  private static final Duration RESULT_ON_ITS_WAY = Duration.ofSeconds(5);

  private final StagingBuilds builds;
  private final BuildCompletion completion;
  private final LogStore logs;
  private final Clock clock;
  /** Builds their cell came back without, and since when. */
  private final Map<String, Instant> missing = new ConcurrentHashMap<>();

  StagingOutcomes(StagingBuilds builds, BuildCompletion completion, LogStore logs, Clock clock) {
    this.builds = builds;
    this.completion = completion;
    this.logs = logs;
    this.clock = clock;
  }

  /** A cell's result; one for a build that was placed elsewhere or is over changes nothing. */
  public void finished(String cellId, StagingResult result) {
    var build = builds.find(result.getBuildGuid());
    if (build.isEmpty() || !cellId.equals(build.get().cellId())) {
      LOG.info("cell {} told the end of build {}, which it does not stage any more", cellId, result.getBuildGuid());
      return;
    }
    completion.finished(result);
    missing.remove(result.getBuildGuid());
  }

  /** STAGING → FAILED with this reason. */
  public void fail(Staged build, StagingFailure failure) {
    logs.append(build.appGuid(), "STG", "Staging failed: " + failure.getReason() + ". " + failure.getRemedy());
    completion.finished(StagingResult.newBuilder().setBuildGuid(build.guid()).setFailed(failure).build());
    missing.remove(build.guid());
  }

  /**
   * A cell came back and says what it stages. What it was told to stage and does not is missing: either its result follows in a moment,
   * kept while there was no stream, or the cell was started anew.
   *
   * @return guids it stages that are no longer wanted
   */
  public Set<String> inventory(String cellId, Collection<String> staging) {
    Set<String> unwanted = new HashSet<>(staging);
    for (Staged build : builds.all()) {
      if (!cellId.equals(build.cellId())) {
        continue;
      }
      if (unwanted.remove(build.guid())) {
        missing.remove(build.guid());
      } else if (build.sentAt() != null) {
        missing.putIfAbsent(build.guid(), clock.instant());
      }
    }
    return unwanted;
  }

  /** Whether its cell came back without it and has sent no result since, long enough for one to be on its way. */
  public boolean givenUp(Staged build, Instant now) {
    Instant since = missing.get(build.guid());
    return since != null && now.isAfter(since.plus(RESULT_ON_ITS_WAY));
  }
}
