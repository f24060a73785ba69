package dev.ingot.controller.stack.db;

import dev.ingot.controller.listing.db.LabelledEntity;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row of `stacks`. */
@Entity
@Table(name = "stacks")
public class StackEntity extends LabelledEntity {
  private String name = "";
  private @Nullable String description;
  private @Nullable String buildRepository;
  private @Nullable String buildDigest;
  private @Nullable String runRepository;
  private @Nullable String runDigest;

  private String state = "ACTIVE";
  private @Nullable String stateReason;
  private @Nullable String aliasOf;
  private @Nullable String tinyOf;

  /** For JPA only. */
  protected StackEntity() {}

  public StackEntity(String name, Instant now) {
    super(now);
    this.name = name;
  }

  public String name() {
    return name;
  }

  public @Nullable String description() {
    return description;
  }

  /** Repository of the image that apps are built on, in our registry; empty = it has none yet. */
  public String buildRepository() {
    return buildRepository == null ? "" : buildRepository;
  }

  /** Its digest, `sha256:…`. */
  public String buildDigest() {
    return buildDigest == null ? "" : buildDigest;
  }

  /** Repository of the image that apps run on, in our registry. */
  public String runRepository() {
    return runRepository == null ? "" : runRepository;
  }

  /** Its digest, `sha256:…`. */
  public String runDigest() {
    return runDigest == null ? "" : runDigest;
  }

  /** ACTIVE, RESTRICTED (no new apps), DEPRECATED (a warning), DISABLED (no builds). */
  public String state() {
    return state;
  }

  public void state(String newState) {
    state = newState;
  }

  /** What users are told of its state. */
  public @Nullable String stateReason() {
    return stateReason;
  }

  public void stateReason(@Nullable String reason) {
    stateReason = reason;
  }

  /** Name of the stack that this is another name of; null = it is one itself. */
  public @Nullable String aliasOf() {
    return aliasOf;
  }

  public void aliasOf(@Nullable String stack) {
    aliasOf = stack;
  }

  /** Name of the stack whose apps get this run image where their programs need nothing of the other; null = it is none like that. */
  public @Nullable String tinyOf() {
    return tinyOf;
  }

  public void tinyOf(@Nullable String stack) {
    tinyOf = stack;
  }

  /** Whether it has images to build and run on; one made by an operator has none until `ingot up` tells them. */
  public boolean usable() {
    return buildDigest != null && runDigest != null;
  }

  public void describe(@Nullable String text) {
    description = text;
  }

  public void images(String newBuildRepository, String newBuildDigest, String newRunRepository, String newRunDigest) {
    buildRepository = newBuildRepository;
    buildDigest = newBuildDigest;
    runRepository = newRunRepository;
    runDigest = newRunDigest;
  }
}
