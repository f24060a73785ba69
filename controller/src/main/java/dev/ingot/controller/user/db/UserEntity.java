package dev.ingot.controller.user.db;

import dev.ingot.controller.listing.db.LabelledEntity;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row of `users`. Passwords, sessions and the times of logins are the affair of `auth.db`. */
@Entity
@Table(name = "users")
public class UserEntity extends LabelledEntity {
  private String username = "";
  private String origin = "";
  private @Nullable String passwordHash;
  private @Nullable String givenName;
  private @Nullable String familyName;
  private @Nullable String email;
  private @Nullable String phone;
  private @Nullable String externalId;
  private boolean active = true;
  private boolean verified = true;
  private int version;
  private boolean ofUaa = true;
  @Column(insertable = false, updatable = false)
  private @Nullable Instant passwordChangedAt;
  @Column(insertable = false, updatable = false)
  private @Nullable Instant lastLoginAt;
  @Column(insertable = false, updatable = false)
  private @Nullable Instant previousLoginAt;

  /** For JPA only. */
  protected UserEntity() {}

  public UserEntity(String guid, String username, String origin, @Nullable String passwordHash, Instant now) {
    super(guid, now);
    this.username = username;
    this.origin = origin;
    this.passwordHash = passwordHash;
  }

  public String username() {
    return username;
  }

  /** Who checks its password: `uaa`, or another provider; empty for a client, or a guid that nobody knows a user of. */
  public String origin() {
    return origin;
  }

  /** Whether it can log in with a password. */
  public boolean hasPassword() {
    return passwordHash != null;
  }

  /** Whether UAA knows it: it was made there, or has logged in. Otherwise only the v3 API was told of it. */
  public boolean ofUaa() {
    return ofUaa;
  }

  /** Says whether UAA knows it. */
  public void ofUaa(boolean known) {
    ofUaa = known;
  }

  /** What SCIM tells of it. */
  public UserProfile profile() {
    return new UserProfile(givenName, familyName, email, phone, externalId, active, verified);
  }

  /** Counts changes, for `If-Match`. */
  public int version() {
    return version;
  }

  public @Nullable Instant passwordChangedAt() {
    return passwordChangedAt;
  }

  public @Nullable Instant lastLoginAt() {
    return lastLoginAt;
  }

  public @Nullable Instant previousLoginAt() {
    return previousLoginAt;
  }

  /** Names a user that exists by its guid only, or renames one. */
  public void name(String newUsername, String newOrigin) {
    username = newUsername;
    origin = newOrigin;
  }

  /** Writes its profile anew. */
  public void describe(UserProfile profile, Instant now) {
    givenName = profile.givenName();
    familyName = profile.familyName();
    email = profile.email();
    phone = profile.phone();
    externalId = profile.externalId();
    active = profile.active();
    verified = profile.verified();
    version++;
    touch(now);
  }
}
