package dev.ingot.controller.rebase.db;

import dev.ingot.controller.listing.db.ResourceEntity;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A row of `rebase_apps`. WAITING → DEPLOYING → DONE; WAITING → DONE (a stopped app), UNCHANGED, REFUSED, FAILED, SKIPPED. When its wave goes
 * back: DEPLOYING or DONE → REVERTING → REVERTED.
 */
@Entity
@Table(name = "rebase_apps")
public class RebaseAppEntity extends ResourceEntity {
  public static final String WAITING = "WAITING";
  public static final String DEPLOYING = "DEPLOYING";
  public static final String DONE = "DONE";
  public static final String UNCHANGED = "UNCHANGED";
  public static final String REFUSED = "REFUSED";
  public static final String FAILED = "FAILED";
  public static final String REVERTING = "REVERTING";
  public static final String REVERTED = "REVERTED";
  public static final String SKIPPED = "SKIPPED";

  private String rebaseGuid = "";
  private String appGuid = "";
  private String state = WAITING;
  private @Nullable String reason;
  private int wave;
  private @Nullable String previousDropletGuid;
  private @Nullable String dropletGuid;
  private @Nullable String deploymentGuid;

  /** For JPA only. */
  protected RebaseAppEntity() {}

  public RebaseAppEntity(String rebaseGuid, String appGuid, @Nullable String previousDropletGuid, Instant now) {
    super(now);
    this.rebaseGuid = rebaseGuid;
    this.appGuid = appGuid;
    this.previousDropletGuid = previousDropletGuid;
  }

  /** @param why null = nothing to say */
  public void state(String state, @Nullable String why, Instant now) {
    this.state = state;
    this.reason = why;
    touch(now);
  }

  public void wave(int number) {
    wave = number;
  }

  /** What it gets. @param deployment null = none is needed */
  public void gets(String droplet, String previous, @Nullable String deployment) {
    dropletGuid = droplet;
    previousDropletGuid = previous;
    deploymentGuid = deployment;
  }

  /** The deployment that leads back. */
  public void back(@Nullable String deployment) {
    deploymentGuid = deployment;
  }

  public String rebaseGuid() {
    return rebaseGuid;
  }

  public String appGuid() {
    return appGuid;
  }

  public String state() {
    return state;
  }

  public boolean is(String asked) {
    return state.equals(asked);
  }

  public @Nullable String reason() {
    return reason;
  }

  public int wave() {
    return wave;
  }

  public @Nullable String previousDropletGuid() {
    return previousDropletGuid;
  }

  public @Nullable String dropletGuid() {
    return dropletGuid;
  }

  public @Nullable String deploymentGuid() {
    return deploymentGuid;
  }
}
