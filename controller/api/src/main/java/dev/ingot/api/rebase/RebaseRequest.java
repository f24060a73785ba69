package dev.ingot.api.rebase;

import dev.ingot.api.common.ToOne;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * Body of `POST /v3/rebases`, an operation of ours that CF does not have: gives droplets another run image without a build.
 *
 * @param relationships the app; null = all apps of the stack, for admins
 * @param stack name; null = the app's, or the one apps get by default
 * @param dryRun true = only say who is affected; nothing is changed
 * @param force true = also where the run image may not fit (another distribution, another image name)
 * @param wavePercent apps that are replaced at once, in percent of those affected, 1 to 100, at least one app; null = the platform's setting
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record RebaseRequest(@Nullable Relationships relationships, @Nullable String stack, @Nullable Boolean dryRun, @Nullable Boolean force,
    @Nullable Integer wavePercent) {
  /** Only the app. */
  public record Relationships(@Nullable ToOne app) {}
}
