package dev.ingot.controller.user.db;

import dev.ingot.controller.listing.db.LabelledEntity;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** A row of `users`. Counting wrong passwords is the affair of `auth.db`. */
@Entity
@Table(name = "users")
public class UserEntity extends LabelledEntity {
  private String username = "";
  private String origin = "";
  private @Nullable String passwordHash;
  @JdbcTypeCode(SqlTypes.JSON)
  private List<String> scopes = new ArrayList<>();

  /** For JPA only. */
  protected UserEntity() {}

  public UserEntity(String guid, String username, String origin, @Nullable String passwordHash, List<String> scopes, Instant now) {
    super(guid, now);
    this.username = username;
    this.origin = origin;
    this.passwordHash = passwordHash;
    this.scopes = new ArrayList<>(scopes);
  }

  public String username() {
    return username;
  }

  public String origin() {
    return origin;
  }

  /** Whether it can log in with a password. */
  public boolean hasPassword() {
    return passwordHash != null;
  }
}
