package dev.ingot.controller.space.db;

import dev.ingot.controller.listing.db.LabelledEntity;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row of `spaces`. */
@Entity
@Table(name = "spaces")
public class SpaceEntity extends LabelledEntity {
  private String organizationGuid = "";
  private String name = "";
  private boolean allowSsh = true;
  // Written by dev.ingot.controller.quota.
  @Column(insertable = false, updatable = false)
  private @Nullable String quotaGuid;

  /** For JPA only. */
  protected SpaceEntity() {}

  public SpaceEntity(String name, String organizationGuid, Instant now) {
    super(now);
    this.name = name;
    this.organizationGuid = organizationGuid;
  }

  public String organizationGuid() {
    return organizationGuid;
  }

  public String name() {
    return name;
  }

  /** Whether people may open shells in its apps. */
  public boolean allowSsh() {
    return allowSsh;
  }

  /** Null = no quota of its own. */
  public @Nullable String quotaGuid() {
    return quotaGuid;
  }

  public void rename(String newName) {
    name = newName;
  }

  public void allowSsh(boolean on) {
    allowSsh = on;
  }
}
