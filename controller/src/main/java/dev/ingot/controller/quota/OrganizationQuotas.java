package dev.ingot.controller.quota;

import dev.ingot.controller.quota.db.OrganizationQuotaEntity;
import dev.ingot.controller.quota.db.OrganizationQuotaRepository;
import java.time.Clock;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What can be done with org quotas. */
@Service
public class OrganizationQuotas {
  /** Name of the quota that new orgs get; made when there is none. */
  public static final String DEFAULT = "default";
  private final OrganizationQuotaRepository quotas;
  private final Clock clock;

  OrganizationQuotas(OrganizationQuotaRepository quotas, Clock clock) {
    this.quotas = quotas;
    this.clock = clock;
  }

  /** Guid of the quota that new orgs get. */
  @Transactional
  public String defaultGuid() {
    return quotas.findByName(DEFAULT).orElseGet(() -> quotas.saveAndFlush(new OrganizationQuotaEntity(DEFAULT, clock.instant()))).guid();
  }
}
