package dev.ingot.controller.service.db;

import dev.ingot.controller.listing.db.LabelledEntity;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.DynamicUpdate;

/** A row of `service_route_bindings`: a route whose requests go through a route service. */
@Entity
@Table(name = "service_route_bindings")
@DynamicUpdate
public class RouteBindingEntity extends LabelledEntity {
  private String serviceInstanceGuid = "";
  private String routeGuid = "";
  private String spaceGuid = "";

  /** For JPA only. */
  protected RouteBindingEntity() {}

  public RouteBindingEntity(String serviceInstanceGuid, String routeGuid, String spaceGuid, Instant now) {
    super(now);
    this.serviceInstanceGuid = serviceInstanceGuid;
    this.routeGuid = routeGuid;
    this.spaceGuid = spaceGuid;
  }

  public String serviceInstanceGuid() {
    return serviceInstanceGuid;
  }

  public String routeGuid() {
    return routeGuid;
  }

  public String spaceGuid() {
    return spaceGuid;
  }
}
