package dev.ingot.api.rebase;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.ingot.api.common.Link;
import dev.ingot.api.common.ToOne;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * A rebase as the API answers it: an operation of ours that CF does not have.
 *
 * @param state PLANNING, then PLANNED for a dry run; else ROLLING, then COMPLETE, or REVERTING and STOPPED when a wave did not stay healthy,
 *     or CANCELING and CANCELED; FAILED when it could not begin
 * @param reason why STOPPED, FAILED or CANCELED
 * @param cause REQUEST, or STACK: the stack got another run image
 * @param runImage repository and digest in our registry
 * @param wave which one it is at, from 1; 0 = none yet
 * @param waveSize apps in a wave
 * @param apps how many there are in each state
 * @param relationships the app, when it is for one only
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record Rebase(String guid, Instant createdAt, Instant updatedAt, String state, @Nullable String reason, String cause, String stack, String runImage,
    boolean dryRun, boolean force, int wavePercent, int waveSize, int wave, Counts apps,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Relationships relationships, Map<String, Link> links) {
  /**
   * @param waiting their wave has not come
   * @param deploying being replaced now
   * @param done on the new run image
   * @param unchanged were on it before
   * @param refused see the reason of each
   * @param failed see the reason of each
   * @param reverted are back on what they had, or on the way there
   * @param skipped left as they were, since the rebase ended before their wave
   */
  public record Counts(int waiting, int deploying, int done, int unchanged, int refused, int failed, int reverted, int skipped) {
    /** All of them. */
    public int total() {
      return waiting + deploying + done + unchanged + refused + failed + reverted + skipped;
    }
  }

  /** Only the app. */
  public record Relationships(ToOne app) {}
}
