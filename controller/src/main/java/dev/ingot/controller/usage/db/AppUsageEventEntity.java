package dev.ingot.controller.usage.db;

import dev.ingot.controller.listing.db.ResourceEntity;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** A row of `app_usage_events`, to be read; {@link StoredAppUsage} writes them. */
@Entity
@Immutable
@Table(name = "app_usage_events")
public class AppUsageEventEntity extends ResourceEntity {
  @Column(insertable = false, updatable = false)
  private long position;
  private String state = "";
  private @Nullable String previousState;
  private @Nullable Integer instanceCount;
  private @Nullable Integer previousInstanceCount;
  private @Nullable Integer memoryMb;
  private @Nullable Integer previousMemoryMb;
  private String appGuid = "";
  private String appName = "";
  private String spaceGuid = "";
  private String spaceName = "";
  private String organizationGuid = "";
  private @Nullable String buildpackGuid;
  private @Nullable String buildpackName;
  private @Nullable String taskGuid;
  private @Nullable String taskName;
  private String processGuid = "";
  private @Nullable String processType;

  /** For JPA only. */
  protected AppUsageEventEntity() {}

  /** Grows in the order of writing. */
  public long position() {
    return position;
  }

  public String state() {
    return state;
  }

  public @Nullable String previousState() {
    return previousState;
  }

  public @Nullable Integer instanceCount() {
    return instanceCount;
  }

  public @Nullable Integer previousInstanceCount() {
    return previousInstanceCount;
  }

  /** MiB of one instance. */
  public @Nullable Integer memoryMb() {
    return memoryMb;
  }

  public @Nullable Integer previousMemoryMb() {
    return previousMemoryMb;
  }

  public String appGuid() {
    return appGuid;
  }

  public String appName() {
    return appName;
  }

  public String spaceGuid() {
    return spaceGuid;
  }

  public String spaceName() {
    return spaceName;
  }

  public String organizationGuid() {
    return organizationGuid;
  }

  public @Nullable String buildpackGuid() {
    return buildpackGuid;
  }

  public @Nullable String buildpackName() {
    return buildpackName;
  }

  public @Nullable String taskGuid() {
    return taskGuid;
  }

  public @Nullable String taskName() {
    return taskName;
  }

  public String processGuid() {
    return processGuid;
  }

  public @Nullable String processType() {
    return processType;
  }
}
