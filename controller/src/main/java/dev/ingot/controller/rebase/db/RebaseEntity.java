package dev.ingot.controller.rebase.db;

import dev.ingot.controller.listing.db.ResourceEntity;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A row of `rebases`. PLANNING → PLANNED (dry run), ROLLING or FAILED. ROLLING → COMPLETE, CANCELING or REVERTING. CANCELING → CANCELED, or
 * REVERTING when its last wave did not stay healthy. REVERTING → STOPPED.
 */
@Entity
@Table(name = "rebases")
public class RebaseEntity extends ResourceEntity {
  public static final String PLANNING = "PLANNING";
  public static final String PLANNED = "PLANNED";
  public static final String ROLLING = "ROLLING";
  public static final String CANCELING = "CANCELING";
  public static final String REVERTING = "REVERTING";
  public static final String COMPLETE = "COMPLETE";
  public static final String CANCELED = "CANCELED";
  public static final String STOPPED = "STOPPED";
  public static final String FAILED = "FAILED";
  /** Those that somebody has to go on with. */
  public static final Set<String> ACTIVE = Set.of(PLANNING, ROLLING, CANCELING, REVERTING);

  private String stack = "";
  private String runRepository = "";
  private String runDigest = "";
  private @Nullable String appGuid;
  private String state = PLANNING;
  private @Nullable String reason;
  private String cause = "REQUEST";
  private boolean dryRun;
  private boolean forced;
  private int wavePercent;
  private int waveSize;
  private int wave;
  private @Nullable Instant settleUntil;

  /** For JPA only. */
  protected RebaseEntity() {}

  /** @param appGuid null = all apps of the stack */
  public RebaseEntity(String stack, String runRepository, String runDigest, @Nullable String appGuid, Instant now) {
    super(now);
    this.stack = stack;
    this.runRepository = runRepository;
    this.runDigest = runDigest;
    this.appGuid = appGuid;
  }

  /** How it is to be done. @param byStack nobody asked for it: the stack changed */
  public void how(boolean dryRun, boolean forced, int wavePercent, boolean byStack) {
    this.dryRun = dryRun;
    this.forced = forced;
    this.wavePercent = wavePercent;
    this.cause = byStack ? "STACK" : "REQUEST";
  }

  /** Everybody's part is known. */
  public void planned(int waveSize, Instant now) {
    this.waveSize = waveSize;
    state(dryRun ? PLANNED : ROLLING, null, now);
  }

  /** @param why null = as it was */
  public void state(String state, @Nullable String why, Instant now) {
    this.state = state;
    if (why != null) {
      this.reason = why;
    }
    touch(now);
  }

  /** The next wave begins. */
  public void nextWave(Instant now) {
    wave++;
    settleUntil = null;
    touch(now);
  }

  public void settleUntil(@Nullable Instant time) {
    settleUntil = time;
  }

  public @Nullable Instant settleUntil() {
    return settleUntil;
  }

  public boolean active() {
    return ACTIVE.contains(state);
  }

  public String stack() {
    return stack;
  }

  public String runRepository() {
    return runRepository;
  }

  public String runDigest() {
    return runDigest;
  }

  /** Null = all apps of the stack. */
  public @Nullable String appGuid() {
    return appGuid;
  }

  public String state() {
    return state;
  }

  public @Nullable String reason() {
    return reason;
  }

  public String cause() {
    return cause;
  }

  public boolean dryRun() {
    return dryRun;
  }

  public boolean forced() {
    return forced;
  }

  public int wavePercent() {
    return wavePercent;
  }

  /** Apps in a wave; 0 = not planned yet. */
  public int waveSize() {
    return waveSize;
  }

  /** From 1; 0 = none yet. */
  public int wave() {
    return wave;
  }
}
