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
  public static final String AWAITING_UPLOAD = "AWAITING_UPLOAD";
  public static final String PROCESSING_UPLOAD = "PROCESSING_UPLOAD";
  public static final String READY = "READY";
  public static final String FAILED = "FAILED";

  private String appGuid = "";
  private String type = "bits";
  private String state = AWAITING_UPLOAD;
  private @Nullable String error;
  private @Nullable String digest;
  private @Nullable Long sizeBytes;
  private @Nullable String dockerImage;

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

  public @Nullable String dockerImage() {
    return dockerImage;
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

  public void failed(String error, Instant now) {
    state = FAILED;
    this.error = error;
    touch(now);
  }
}
