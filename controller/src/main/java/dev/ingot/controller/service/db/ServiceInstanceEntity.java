package dev.ingot.controller.service.db;

import dev.ingot.controller.listing.db.LabelledEntity;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** A row of `service_instances`. */
@Entity
@Table(name = "service_instances")
@DynamicUpdate
public class ServiceInstanceEntity extends LabelledEntity {
  /** The type of those that users bring. */
  public static final String USER_PROVIDED = "user-provided";

  private String spaceGuid = "";
  private String name = "";
  private String type = USER_PROVIDED;
  private String credentials = "";
  private @Nullable String syslogDrainUrl;
  private @Nullable String routeServiceUrl;
  @JdbcTypeCode(SqlTypes.JSON)
  private List<String> tags = new ArrayList<>();
  private String lastOperation = "create";
  private Instant lastOperationAt = Instant.EPOCH;

  /** For JPA only. */
  protected ServiceInstanceEntity() {}

  /** A user-provided one. Set its credentials before it is stored. */
  public ServiceInstanceEntity(String spaceGuid, String name, Instant now) {
    super(now);
    this.spaceGuid = spaceGuid;
    this.name = name;
    this.lastOperationAt = now;
  }

  public String spaceGuid() {
    return spaceGuid;
  }

  public String name() {
    return name;
  }

  public void rename(String name) {
    this.name = name;
  }

  /** {@link #USER_PROVIDED}. */
  public String type() {
    return type;
  }

  /** Sealed. */
  public String credentials() {
    return credentials;
  }

  /** @param sealed by the vault, for this row */
  public void credentials(String sealed) {
    this.credentials = sealed;
  }

  /** Where logs of bound apps are to go; null = nowhere. */
  public @Nullable String syslogDrainUrl() {
    return syslogDrainUrl;
  }

  public void syslogDrainUrl(@Nullable String syslogDrainUrl) {
    this.syslogDrainUrl = syslogDrainUrl;
  }

  /** Through what requests of bound routes are to go, `https://…`; null = it is no route service. */
  public @Nullable String routeServiceUrl() {
    return routeServiceUrl;
  }

  public void routeServiceUrl(@Nullable String routeServiceUrl) {
    this.routeServiceUrl = routeServiceUrl;
  }

  public List<String> tags() {
    return List.copyOf(tags);
  }

  public void tags(List<String> tags) {
    this.tags = new ArrayList<>(tags);
  }

  /** `create` or `update`. */
  public String lastOperation() {
    return lastOperation;
  }

  public Instant lastOperationAt() {
    return lastOperationAt;
  }

  /** Says that it was changed now. */
  public void updated(Instant now) {
    touch(now);
    lastOperation = "update";
    lastOperationAt = now;
  }
}
