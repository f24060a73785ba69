package dev.ingot.controller.packages.db;

import dev.ingot.controller.packages.PackagesInUse;
import java.util.HashSet;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Packages of builds that are being staged. */
@Repository
class StoredPackagesInUse implements PackagesInUse {
  private final JdbcClient jdbc;

  StoredPackagesInUse(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public Set<String> of(String appGuid) {
    return new HashSet<>(jdbc.sql("select package_guid from builds where app_guid = ? and state = 'STAGING'").param(appGuid).query(String.class).list());
  }
}
