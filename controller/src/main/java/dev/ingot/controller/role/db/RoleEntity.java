package dev.ingot.controller.role.db;

import dev.ingot.controller.auth.RoleType;
import dev.ingot.controller.listing.db.ResourceEntity;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row of `roles`; never changed once given. */
@Entity
@Table(name = "roles")
public class RoleEntity extends ResourceEntity {
  private String type = "";
  private String userGuid = "";
  private @Nullable String organizationGuid;
  private @Nullable String spaceGuid;

  /** For JPA only. */
  protected RoleEntity() {}

  private RoleEntity(RoleType type, String userGuid, @Nullable String organizationGuid, @Nullable String spaceGuid, Instant now) {
    super(now);
    this.type = type.wire();
    this.userGuid = userGuid;
    this.organizationGuid = organizationGuid;
    this.spaceGuid = spaceGuid;
  }

  /** A role in an org. */
  public static RoleEntity inOrganization(RoleType type, String userGuid, String organizationGuid, Instant now) {
    return new RoleEntity(type, userGuid, organizationGuid, null, now);
  }

  /** A role in a space. */
  public static RoleEntity inSpace(RoleType type, String userGuid, String spaceGuid, Instant now) {
    return new RoleEntity(type, userGuid, null, spaceGuid, now);
  }

  public String type() {
    return type;
  }

  public String userGuid() {
    return userGuid;
  }

  /** Null for a role in a space. */
  public @Nullable String organizationGuid() {
    return organizationGuid;
  }

  /** Null for a role in an org. */
  public @Nullable String spaceGuid() {
    return spaceGuid;
  }
}
