package dev.ingot.controller.deployment.db;

import dev.ingot.controller.listing.db.LabelledEntity;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/**
 * A row of `deployments`. ACTIVE: DEPLOYING ⇄ PAUSED (canaries only), both → CANCELING. FINALIZED: DEPLOYED, CANCELED (after CANCELING),
 * SUPERSEDED (any ACTIVE one).
 */
@Entity
@Table(name = "deployments")
@DynamicUpdate
public class DeploymentEntity extends LabelledEntity {
  public static final String ACTIVE = "ACTIVE";
  public static final String DEPLOYING = "DEPLOYING";
  public static final String PAUSED = "PAUSED";
  public static final String CANCELING = "CANCELING";
  public static final String CANARY = "canary";

  private String appGuid = "";
  private String statusValue = ACTIVE;
  private String statusReason = DEPLOYING;
  private String strategy = "rolling";
  private int maxInFlight = 1;
  private String dropletGuid = "";
  private @Nullable String previousDropletGuid;
  private Instant statusChangedAt = Instant.EPOCH;
  private String processGuid = "";
  private @Nullable String baseProcessGuid;
  private int baseInstances;
  @JdbcTypeCode(SqlTypes.JSON)
  private @Nullable Map<String, String> baseEnvironment;
  private int webInstances;
  private @Nullable Integer askedWebInstances;
  private @Nullable Integer askedMemoryMb;
  private @Nullable Integer askedDiskMb;
  private @Nullable Long askedLogRateLimit;
  @JdbcTypeCode(SqlTypes.JSON)
  private List<Integer> canaryWeights = List.of();
  private int canaryStep;
  private @Nullable String revisionGuid;
  private @Nullable Integer revisionVersion;
  private @Nullable String error;
  private int healthy;
  private @Nullable Instant healthyAt;

  /** For JPA only. */
  protected DeploymentEntity() {}

  public DeploymentEntity(String appGuid, String strategy, int maxInFlight, List<Integer> canaryWeights, Instant now) {
    super(now);
    this.appGuid = appGuid;
    this.strategy = strategy;
    this.maxInFlight = maxInFlight;
    this.canaryWeights = List.copyOf(canaryWeights);
    this.canaryStep = strategy.equals(CANARY) ? 1 : 0;
    this.statusChangedAt = now;
  }

  /** Where to: the process that takes over, how many of it, and what it runs. */
  public void to(String processGuid, int webInstances, String dropletGuid) {
    this.processGuid = processGuid;
    this.webInstances = webInstances;
    this.dropletGuid = dropletGuid;
  }

  /** Where from, which is where a cancel goes back to. */
  public void from(String processGuid, int instances, @Nullable String dropletGuid, Map<String, String> environment) {
    this.baseProcessGuid = processGuid;
    this.baseInstances = instances;
    this.previousDropletGuid = dropletGuid;
    this.baseEnvironment = new HashMap<>(environment);
  }

  /** What the request said; null = nothing. */
  public void asked(@Nullable Integer webInstances, @Nullable Integer memoryMb, @Nullable Integer diskMb, @Nullable Long logRateLimit) {
    askedWebInstances = webInstances;
    askedMemoryMb = memoryMb;
    askedDiskMb = diskMb;
    askedLogRateLimit = logRateLimit;
  }

  public void revision(String guid, int version) {
    revisionGuid = guid;
    revisionVersion = version;
  }

  /** Ends it for this reason. */
  public void finalized(String reason, Instant now) {
    statusValue = "FINALIZED";
    reason(reason, now);
  }

  /** ACTIVE for another reason. */
  public void reason(String reason, Instant now) {
    statusReason = reason;
    statusChangedAt = now;
    touch(now);
  }

  /** Why it goes back by itself. */
  public void error(String error) {
    this.error = error;
  }

  /** Notes that so many successors serve; true when that is more than ever. */
  public boolean served(int healthy, Instant now) {
    if (healthy <= this.healthy) {
      return false;
    }
    this.healthy = healthy;
    this.healthyAt = now;
    touch(now);
    return true;
  }

  /** To the next step of a canary, or past the last one. */
  public void nextStep() {
    canaryStep++;
  }

  public boolean active() {
    return statusValue.equals(ACTIVE);
  }

  /** ACTIVE for this reason. */
  public boolean active(String reason) {
    return active() && statusReason.equals(reason);
  }

  public boolean canary() {
    return strategy.equals(CANARY);
  }

  /** From 1; one more than {@link #canarySteps} once it is past them; 0 for other strategies. */
  public int canaryStep() {
    return canaryStep;
  }

  public int canarySteps() {
    return canary() ? Math.max(1, canaryWeights.size()) : 0;
  }

  /** Percent by step; empty = one step of one instance. */
  public List<Integer> canaryWeights() {
    return canaryWeights;
  }

  public String appGuid() {
    return appGuid;
  }

  public String statusValue() {
    return statusValue;
  }

  public String statusReason() {
    return statusReason;
  }

  public String strategy() {
    return strategy;
  }

  public int maxInFlight() {
    return maxInFlight;
  }

  public String dropletGuid() {
    return dropletGuid;
  }

  public @Nullable String previousDropletGuid() {
    return previousDropletGuid;
  }

  public Instant statusChangedAt() {
    return statusChangedAt;
  }

  /** The successor, or the app's `web` when the app was stopped. */
  public String processGuid() {
    return processGuid;
  }

  /** Null when the app was stopped. */
  public @Nullable String baseProcessGuid() {
    return baseProcessGuid;
  }

  public int baseInstances() {
    return baseInstances;
  }

  public Map<String, String> baseEnvironment() {
    return baseEnvironment == null ? Map.of() : Map.copyOf(baseEnvironment);
  }

  /** How many successors there shall be in the end. */
  public int webInstances() {
    return webInstances;
  }

  /** How many instances of the app's `web` it leads to in the end, which is what quotas count meanwhile. */
  public int goal() {
    return active(CANCELING) ? baseInstances : webInstances;
  }

  public @Nullable Integer askedWebInstances() {
    return askedWebInstances;
  }

  public @Nullable Integer askedMemoryMb() {
    return askedMemoryMb;
  }

  public @Nullable Integer askedDiskMb() {
    return askedDiskMb;
  }

  public @Nullable Long askedLogRateLimit() {
    return askedLogRateLimit;
  }

  public @Nullable String revisionGuid() {
    return revisionGuid;
  }

  public @Nullable Integer revisionVersion() {
    return revisionVersion;
  }

  public @Nullable String error() {
    return error;
  }

  /** When the last successor became healthy; the beginning when none did. */
  public Instant healthyAt() {
    return healthyAt == null ? createdAt() : healthyAt;
  }
}
