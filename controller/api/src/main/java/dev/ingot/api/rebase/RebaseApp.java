package dev.ingot.api.rebase;

import dev.ingot.api.common.Link;
import dev.ingot.api.common.Ref;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * An app in a rebase.
 *
 * @param name of the app
 * @param state WAITING, DEPLOYING, DONE, UNCHANGED, REFUSED, FAILED, REVERTING, REVERTED, SKIPPED
 * @param reason why it is so; null = nothing to say
 * @param wave which one it was in; 0 = none yet
 * @param droplet the new one; null = there is none
 * @param previousDroplet the one it had
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record RebaseApp(String guid, Instant createdAt, Instant updatedAt, Ref app, String name, String state, @Nullable String reason, int wave,
    @Nullable Ref droplet, @Nullable Ref previousDroplet, Map<String, Link> links) {}
