package dev.ingot.controller.event.db;

import dev.ingot.controller.auth.Caller;
import dev.ingot.controller.event.AuditEvents;
import dev.ingot.controller.listing.db.ResourceEntity;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** A row of `audit_events`; never changed once written. */
@Entity
@Table(name = "audit_events")
public class AuditEventEntity extends ResourceEntity {
  private String type = "";
  private String actorGuid = "";
  private String actorType = "";
  private String actorName = "";
  private String targetGuid = "";
  private String targetType = "";
  private String targetName = "";
  @JdbcTypeCode(SqlTypes.JSON)
  private Map<String, Object> data = new HashMap<>();
  private @Nullable String spaceGuid;
  private @Nullable String organizationGuid;

  /** For JPA only. */
  protected AuditEventEntity() {}

  AuditEventEntity(String type, Caller actor, AuditEvents.Target target, Map<String, ?> data, Instant now) {
    super(now);
    this.type = type;
    actorGuid = actor.guid();
    actorType = actor.kind() == Caller.Kind.PLATFORM ? "system" : actor.kind() == Caller.Kind.CLIENT ? "user" : actor.kind().name().toLowerCase(Locale.ROOT);
    actorName = actor.name();
    targetGuid = target.guid();
    targetType = target.type();
    targetName = target.name();
    this.data = new HashMap<>(data);
    spaceGuid = target.spaceGuid().isEmpty() ? null : target.spaceGuid();
    organizationGuid = target.organizationGuid().isEmpty() ? null : target.organizationGuid();
  }

  public String type() {
    return type;
  }

  public String actorGuid() {
    return actorGuid;
  }

  public String actorType() {
    return actorType;
  }

  public String actorName() {
    return actorName;
  }

  public String targetGuid() {
    return targetGuid;
  }

  public String targetType() {
    return targetType;
  }

  public String targetName() {
    return targetName;
  }

  public Map<String, Object> data() {
    return data;
  }

  public @Nullable String spaceGuid() {
    return spaceGuid;
  }

  public @Nullable String organizationGuid() {
    return organizationGuid;
  }
}
