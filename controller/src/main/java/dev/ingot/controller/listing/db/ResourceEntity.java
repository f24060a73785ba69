package dev.ingot.controller.listing.db;

import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;
import jakarta.persistence.PostLoad;
import jakarta.persistence.PostPersist;
import jakarta.persistence.Transient;
import java.time.Instant;
import java.util.UUID;
import org.springframework.data.domain.Persistable;

/** What every v3 resource has: a guid and two times. A fresh one gets a random guid unless it brings its own. */
@MappedSuperclass
public abstract class ResourceEntity implements Persistable<String> {
  @Id
  private String guid = "";
  private Instant createdAt = Instant.EPOCH;
  private Instant updatedAt = Instant.EPOCH;
  // Tells Spring Data to insert without asking the database first whether the guid exists.
  @Transient
  private boolean fresh = true;

  /** For JPA only. */
  protected ResourceEntity() {}

  protected ResourceEntity(Instant now) {
    this(UUID.randomUUID().toString(), now);
  }

  protected ResourceEntity(String guid, Instant now) {
    this.guid = guid;
    this.createdAt = now;
    this.updatedAt = now;
  }

  public String guid() {
    return guid;
  }

  public Instant createdAt() {
    return createdAt;
  }

  public Instant updatedAt() {
    return updatedAt;
  }

  /** Says that it was changed now; call it with every change a client can see. */
  public void touch(Instant now) {
    updatedAt = now;
  }

  @Override
  public String getId() {
    return guid;
  }

  @Override
  public boolean isNew() {
    return fresh;
  }

  @PostLoad
  @PostPersist
  void stored() {
    fresh = false;
  }
}
