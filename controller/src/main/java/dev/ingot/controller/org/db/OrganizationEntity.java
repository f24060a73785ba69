package dev.ingot.controller.org.db;

import dev.ingot.controller.listing.db.LabelledEntity;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;

/** A row of `organizations`. */
@Entity
@Table(name = "organizations")
public class OrganizationEntity extends LabelledEntity {
  private String name = "";
  private boolean suspended;
  // Changed by dev.ingot.controller.quota only.
  @Column(updatable = false)
  private String quotaGuid = "";

  /** For JPA only. */
  protected OrganizationEntity() {}

  public OrganizationEntity(String name, String quotaGuid, Instant now) {
    super(now);
    this.name = name;
    this.quotaGuid = quotaGuid;
  }

  public String name() {
    return name;
  }

  public boolean suspended() {
    return suspended;
  }

  public String quotaGuid() {
    return quotaGuid;
  }

  public void rename(String newName) {
    name = newName;
  }

  public void suspend(boolean on) {
    suspended = on;
  }
}
