package dev.ingot.controller.route.db;

import dev.ingot.controller.listing.db.ResourceEntity;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row of `destinations`. */
@Entity
@Table(name = "destinations")
public class DestinationEntity extends ResourceEntity {
  private String routeGuid = "";
  private String appGuid = "";
  private String processType = "web";
  private @Nullable Integer port;
  private String protocol = "http1";
  private @Nullable Integer weight;

  /** For JPA only. */
  protected DestinationEntity() {}

  public DestinationEntity(String routeGuid, String appGuid, String processType, @Nullable Integer port, String protocol, Instant now) {
    super(now);
    this.routeGuid = routeGuid;
    this.appGuid = appGuid;
    this.processType = processType;
    this.port = port;
    this.protocol = protocol;
  }

  public String routeGuid() {
    return routeGuid;
  }

  public String appGuid() {
    return appGuid;
  }

  public String processType() {
    return processType;
  }

  /** In the container; null = the process's first port. */
  public @Nullable Integer port() {
    return port;
  }

  public String protocol() {
    return protocol;
  }

  public void protocol(String protocol) {
    this.protocol = protocol;
  }

  public @Nullable Integer weight() {
    return weight;
  }

  public void weight(@Nullable Integer weight) {
    this.weight = weight;
  }

  /** Whether it leads to the same place. */
  public boolean same(String appGuid, String processType, @Nullable Integer port) {
    return this.appGuid.equals(appGuid) && this.processType.equals(processType) && java.util.Objects.equals(this.port, port);
  }
}
