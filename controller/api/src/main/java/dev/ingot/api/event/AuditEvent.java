package dev.ingot.api.event;

import dev.ingot.api.common.Link;
import dev.ingot.api.common.Ref;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** Who did what to what (source: CF v3 API, "Audit Events"). `data` is {} when there is nothing more to tell. */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record AuditEvent(String guid, Instant createdAt, Instant updatedAt, String type, Party actor, Party target, Map<String, Object> data,
    @Nullable Ref space, @Nullable Ref organization, Map<String, Link> links) {
  /** `type` is user, process, app, …; the platform itself acts as type "system". */
  public record Party(@Nullable String guid, @Nullable String type, @Nullable String name) {}
}
