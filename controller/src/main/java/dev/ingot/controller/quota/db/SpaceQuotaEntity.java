package dev.ingot.controller.quota.db;

import dev.ingot.controller.listing.db.ResourceEntity;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;

/** A row of `space_quotas`. */
@Entity
@Table(name = "space_quotas")
public class SpaceQuotaEntity extends ResourceEntity {
  private String organizationGuid = "";
  private String name = "";
  @Embedded
  private QuotaLimits limits = QuotaLimits.unlimited();

  /** For JPA only. */
  protected SpaceQuotaEntity() {}

  public SpaceQuotaEntity(String organizationGuid, String name, QuotaLimits limits, Instant now) {
    super(now);
    this.organizationGuid = organizationGuid;
    this.name = name;
    this.limits = limits;
  }

  /** The org in whose spaces it can be used. */
  public String organizationGuid() {
    return organizationGuid;
  }

  public String name() {
    return name;
  }

  public QuotaLimits limits() {
    return limits;
  }

  public void rename(String newName) {
    name = newName;
  }

  public void limit(QuotaLimits newLimits) {
    limits = newLimits;
  }
}
