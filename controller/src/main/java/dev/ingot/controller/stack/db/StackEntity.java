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
  private String buildRepository = "";
  private String buildDigest = "";
  private String runRepository = "";
  private String runDigest = "";

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

  /** Repository of the image that apps are built on, in our registry. */
  public String buildRepository() {
    return buildRepository;
  }

  /** Its digest, `sha256:…`. */
  public String buildDigest() {
    return buildDigest;
  }

  /** Repository of the image that apps run on, in our registry. */
  public String runRepository() {
    return runRepository;
  }

  /** Its digest, `sha256:…`. */
  public String runDigest() {
    return runDigest;
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
