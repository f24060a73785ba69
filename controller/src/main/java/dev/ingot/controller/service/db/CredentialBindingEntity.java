package dev.ingot.controller.service.db;

import dev.ingot.controller.listing.db.LabelledEntity;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.DynamicUpdate;
import org.jspecify.annotations.Nullable;

/** A row of `service_credential_bindings`: an app bound to a service instance. What it hands out is read from the instance. */
@Entity
@Table(name = "service_credential_bindings")
@DynamicUpdate
public class CredentialBindingEntity extends LabelledEntity {
  private String serviceInstanceGuid = "";
  private String appGuid = "";
  private String spaceGuid = "";
  private String type = "app";
  private @Nullable String name;

  /** For JPA only. */
  protected CredentialBindingEntity() {}

  public CredentialBindingEntity(String serviceInstanceGuid, String appGuid, String spaceGuid, @Nullable String name, Instant now) {
    super(now);
    this.serviceInstanceGuid = serviceInstanceGuid;
    this.appGuid = appGuid;
    this.spaceGuid = spaceGuid;
    this.name = name;
  }

  public String serviceInstanceGuid() {
    return serviceInstanceGuid;
  }

  public String appGuid() {
    return appGuid;
  }

  /** The app's space. */
  public String spaceGuid() {
    return spaceGuid;
  }

  /** `app`. */
  public String type() {
    return type;
  }

  /** Unique in the app; null = the instance's name stands for it. */
  public @Nullable String name() {
    return name;
  }
}
