package dev.ingot.controller.build.db;

import dev.ingot.api.build.Detection;
import dev.ingot.controller.listing.db.LabelledEntity;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** A row of `builds`. State: STAGING → STAGED or FAILED; both are final. Placing it (`cell_id`) is the scheduler's and not mapped here. */
@Entity
@Table(name = "builds")
@DynamicUpdate
public class BuildEntity extends LabelledEntity {
  public static final String STAGING = "STAGING";

  private String appGuid = "";
  private String packageGuid = "";
  private String state = STAGING;
  private @Nullable String error;
  @JdbcTypeCode(SqlTypes.JSON)
  private @Nullable Map<String, Object> failure;
  @JdbcTypeCode(SqlTypes.JSON)
  private List<Phase> timings = new ArrayList<>();
  private @Nullable String dropletGuid;
  private boolean detectOnly;
  @JdbcTypeCode(SqlTypes.JSON)
  private @Nullable Detection detection;
  private String lifecycleType = "buildpack";
  @JdbcTypeCode(SqlTypes.JSON)
  private List<String> buildpacks = new ArrayList<>();
  private @Nullable String stack;
  private boolean stackNamed;
  private int stagingMemoryMb;
  private int stagingDiskMb;
  private @Nullable String createdByGuid;
  private @Nullable String createdByName;

  /** How long a phase took, in milliseconds. */
  public record Phase(String phase, long millis) {}

  /** For JPA only. */
  protected BuildEntity() {}

  /** A build that waits for a cell; sizes in MiB. */
  public BuildEntity(String appGuid, String packageGuid, int stagingMemoryMb, int stagingDiskMb, Instant now) {
    super(now);
    this.appGuid = appGuid;
    this.packageGuid = packageGuid;
    this.stagingMemoryMb = stagingMemoryMb;
    this.stagingDiskMb = stagingDiskMb;
  }

  /** Buildpacks empty = detect. */
  public void lifecycle(String type, List<String> buildpacks, @Nullable String stack) {
    this.lifecycleType = type;
    this.buildpacks = new ArrayList<>(buildpacks);
    this.stack = stack;
  }

  /** Whether the app or whoever asked for the build names its stack; else it is the default one, and may be exchanged for its tiny one. */
  public void stackNamed(boolean named) {
    stackNamed = named;
  }

  /** It ends after detection: its STAGED has no droplet. */
  public void detectOnly(boolean only) {
    detectOnly = only;
  }

  public boolean detectOnly() {
    return detectOnly;
  }

  public void detection(Detection found) {
    detection = found;
  }

  /** What the detect phase found; null = it did not come so far, or there is none for this kind of build. */
  public @Nullable Detection detection() {
    return detection;
  }

  public void createdBy(String guid, String name) {
    createdByGuid = guid;
    createdByName = name;
  }

  /** @param dropletGuid null for a build that only detects */
  public void staged(@Nullable String dropletGuid, Instant now) {
    state = "STAGED";
    this.dropletGuid = dropletGuid;
    touch(now);
  }

  /** @param error `<code> - <reason>` */
  public void failed(String error, Map<String, Object> failure, Instant now) {
    state = "FAILED";
    this.error = error;
    this.failure = failure;
    touch(now);
  }

  public void timings(List<Phase> timings) {
    this.timings = new ArrayList<>(timings);
  }

  public List<Phase> timings() {
    return List.copyOf(timings);
  }

  public String appGuid() {
    return appGuid;
  }

  public String packageGuid() {
    return packageGuid;
  }

  public String state() {
    return state;
  }

  public @Nullable String error() {
    return error;
  }

  /** Phase, reason, last lines … of a FAILED build. */
  public @Nullable Map<String, Object> failure() {
    return failure;
  }

  public @Nullable String dropletGuid() {
    return dropletGuid;
  }

  public String lifecycleType() {
    return lifecycleType;
  }

  public List<String> buildpacks() {
    return List.copyOf(buildpacks);
  }

  public @Nullable String stack() {
    return stack;
  }

  public int stagingMemoryMb() {
    return stagingMemoryMb;
  }

  public int stagingDiskMb() {
    return stagingDiskMb;
  }

  public @Nullable String createdByGuid() {
    return createdByGuid;
  }

  public @Nullable String createdByName() {
    return createdByName;
  }
}
