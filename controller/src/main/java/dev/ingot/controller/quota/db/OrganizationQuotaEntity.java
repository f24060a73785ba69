package dev.ingot.controller.quota.db;

import dev.ingot.controller.listing.db.ResourceEntity;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;

/** A row of `organization_quotas`. */
@Entity
@Table(name = "organization_quotas")
public class OrganizationQuotaEntity extends ResourceEntity {
  private String name = "";
  @Embedded
  private QuotaLimits limits = QuotaLimits.unlimited();

  /** For JPA only. */
  protected OrganizationQuotaEntity() {}

  public OrganizationQuotaEntity(String name, Instant now) {
    super(now);
    this.name = name;
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
