package dev.ingot.controller.route.db;

import java.util.Collection;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Which routes are bound to service instances, as lists of routes need to know. */
@Repository
public class RouteServices {
  private final JdbcClient jdbc;

  RouteServices(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Guids of the routes bound to one of these service instances. */
  public Set<String> routesOf(Collection<String> instanceGuids) {
    return Set.copyOf(jdbc.sql("select route_guid from service_route_bindings where service_instance_guid = any(?)")
        .param(instanceGuids.toArray(String[]::new)).query(String.class).list());
  }
}
