package dev.ingot.controller.service.db;

import dev.ingot.controller.listing.db.ResourceEntity;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;

/** A row of `service_usage_events`. Never changed. */
@Entity
@Table(name = "service_usage_events")
public class ServiceUsageEntity extends ResourceEntity {
  @Column(insertable = false, updatable = false)
  private Long number = 0L;
  private String state = "";
  private String organizationGuid = "";
  private String spaceGuid = "";
  private String spaceName = "";
  private String instanceGuid = "";
  private String instanceName = "";
  private String instanceType = "";

  /** For JPA only. */
  protected ServiceUsageEntity() {}

  /** @param state `CREATED`, `UPDATED` or `DELETED` */
  public ServiceUsageEntity(String state, String organizationGuid, String spaceGuid, String spaceName, String instanceGuid, String instanceName,
      Instant now) {
    super(now);
    this.state = state;
    this.organizationGuid = organizationGuid;
    this.spaceGuid = spaceGuid;
    this.spaceName = spaceName;
    this.instanceGuid = instanceGuid;
    this.instanceName = instanceName;
    this.instanceType = "user_provided_service_instance";
  }

  /** Order of happening; 0 until it is read back. */
  public long number() {
    return number;
  }

  public String state() {
    return state;
  }

  public String organizationGuid() {
    return organizationGuid;
  }

  public String spaceGuid() {
    return spaceGuid;
  }

  public String spaceName() {
    return spaceName;
  }

  public String instanceGuid() {
    return instanceGuid;
  }

  public String instanceName() {
    return instanceName;
  }

  public String instanceType() {
    return instanceType;
  }
}
