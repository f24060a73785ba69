package dev.ingot.controller.deployment.db;

import dev.ingot.controller.listing.db.LabelledEntity;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.DynamicUpdate;
import org.jspecify.annotations.Nullable;

/** A row of `deployments`. Status: ACTIVE/DEPLOYING → FINALIZED with DEPLOYED, CANCELED or SUPERSEDED. */
@Entity
@Table(name = "deployments")
@DynamicUpdate
public class DeploymentEntity extends LabelledEntity {
  public static final String ACTIVE = "ACTIVE";

  private String appGuid = "";
  private String statusValue = ACTIVE;
  private String statusReason = "DEPLOYING";
  private String strategy = "rolling";
  private int maxInFlight = 1;
  private String dropletGuid = "";
  private @Nullable String previousDropletGuid;
  private Instant statusChangedAt = Instant.EPOCH;

  /** For JPA only. */
  protected DeploymentEntity() {}

  public DeploymentEntity(String appGuid, String dropletGuid, @Nullable String previousDropletGuid, int maxInFlight, Instant now) {
    super(now);
    this.appGuid = appGuid;
    this.dropletGuid = dropletGuid;
    this.previousDropletGuid = previousDropletGuid;
    this.maxInFlight = maxInFlight;
    this.statusChangedAt = now;
  }

  /** Ends it for this reason. */
  public void finalized(String reason, Instant now) {
    statusValue = "FINALIZED";
    statusReason = reason;
    statusChangedAt = now;
    touch(now);
  }

  public boolean active() {
    return statusValue.equals(ACTIVE);
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
}
