package dev.ingot.controller.packages.db;

import dev.ingot.controller.listing.db.LabelledEntity;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.DynamicUpdate;
import org.jspecify.annotations.Nullable;

/** A row of `packages`. State: AWAITING_UPLOAD → PROCESSING_UPLOAD → READY or FAILED; both are final. */
@Entity
@Table(name = "packages")
@DynamicUpdate
public class PackageEntity extends LabelledEntity {
  /** The type of a package that is an image; READY from the beginning. */
  public static final String DOCKER = "docker";
  public static final String AWAITING_UPLOAD = "AWAITING_UPLOAD";
  public static final String PROCESSING_UPLOAD = "PROCESSING_UPLOAD";
  public static final String READY = "READY";
  public static final String EXPIRED = "EXPIRED";
  public static final String FAILED = "FAILED";

  private String appGuid = "";
  private String type = "bits";
  private String state = AWAITING_UPLOAD;
  private @Nullable String error;
  private @Nullable String digest;
  private @Nullable Long sizeBytes;
  private @Nullable String dockerImage;
  private @Nullable String dockerUsername;
  private @Nullable String dockerPassword;

  /** For JPA only. */
  protected PackageEntity() {}

  /** A package of bits that waits for them. */
  public PackageEntity(String appGuid, Instant now) {
    super(now);
    this.appGuid = appGuid;
  }

  public String appGuid() {
    return appGuid;
  }

  public String type() {
    return type;
  }

  public String state() {
    return state;
  }

  /** Why it FAILED. */
  public @Nullable String error() {
    return error;
  }

  /** Of the stored zip, `sha256:…`; null until READY. */
  public @Nullable String digest() {
    return digest;
  }

  /** Of the stored zip. */
  public @Nullable Long sizeBytes() {
    return sizeBytes;
  }

  /** An image reference as the user wrote it. */
  public @Nullable String dockerImage() {
    return dockerImage;
  }

  public @Nullable String dockerUsername() {
    return dockerUsername;
  }

  /** Sealed, for {@link #passwordPlace}. */
  public @Nullable String dockerPassword() {
    return dockerPassword;
  }

  /** Where its password is kept, for the vault. */
  public static String passwordPlace(String guid) {
    return "packages.docker_password/" + guid;
  }

  /** Makes it a READY package of this image. @param password sealed, null = none */
  public void docker(String image, @Nullable String username, @Nullable String password) {
    type = DOCKER;
    state = READY;
    dockerImage = image;
    dockerUsername = username;
    dockerPassword = password;
  }

  public void processing(Instant now) {
    state = PROCESSING_UPLOAD;
    touch(now);
  }

  /** Digest `sha256:…` and size of the stored zip. */
  public void ready(String digest, long sizeBytes, Instant now) {
    state = READY;
    this.digest = digest;
    this.sizeBytes = sizeBytes;
    touch(now);
  }

  /** Its bits are not kept any longer. */
  public void expired(Instant now) {
    state = EXPIRED;
    digest = null;
    touch(now);
  }

  public void failed(String error, Instant now) {
    state = FAILED;
    this.error = error;
    touch(now);
  }
}
