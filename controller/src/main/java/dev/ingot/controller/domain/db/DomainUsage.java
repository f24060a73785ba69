package dev.ingot.controller.domain.db;

import dev.ingot.controller.quota.Usage;
import dev.ingot.controller.quota.UsageScope;
import dev.ingot.controller.quota.UsageSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Counts private domains; a space has those of its org. */
@Repository
class DomainUsage implements UsageSource {
  private final JdbcClient jdbc;

  DomainUsage(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public Usage in(UsageScope scope) {
    var query = switch (scope.kind()) {
      case PLATFORM -> jdbc.sql("select count(*) from domains where organization_guid is not null");
      case ORGANIZATION -> jdbc.sql("select count(*) from domains where organization_guid = ?").param(scope.guid());
      case SPACE -> jdbc.sql("select count(*) from domains d join spaces s on s.organization_guid = d.organization_guid where s.guid = ?").param(scope.guid());
    };
    return Usage.ofDomains(query.query(Long.class).single());
  }
}
