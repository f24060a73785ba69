package dev.ingot.controller.buildpack.db;

import dev.ingot.api.buildpack.BuildpackDescription;
import dev.ingot.controller.listing.db.LabelledEntity;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** A row of `buildpacks`. */
@Entity
@Table(name = "buildpacks")
@DynamicUpdate
public class BuildpackEntity extends LabelledEntity {
  /** Comes with the platform: its bits lie on every cell. */
  public static final String SYSTEM = "system";
  /** Uploaded, by the Cloud Native Buildpacks API. */
  public static final String CNB = "cnb";
  /** Uploaded, of Cloud Foundry's older kind: `bin/compile` or `bin/supply`. */
  public static final String CLASSIC = "classic";

  private String name = "";
  private @Nullable String stack;
  private int position;
  private boolean enabled = true;
  private boolean locked;
  private String lifecycle = "buildpack";
  private @Nullable String kind;
  private @Nullable String filename;
  private @Nullable String digest;
  private @Nullable Long sizeBytes;
  private @Nullable String buildpackId;
  private @Nullable String buildpackVersion;
  @JdbcTypeCode(SqlTypes.JSON)
  private @Nullable BuildpackDescription about;

  /** For JPA only. */
  protected BuildpackEntity() {}

  public BuildpackEntity(String name, @Nullable String stack, String lifecycle, Instant now) {
    super(now);
    this.name = name;
    this.stack = stack;
    this.lifecycle = lifecycle;
  }

  public String name() {
    return name;
  }

  public void rename(String newName) {
    name = newName;
  }

  /** Name of the only stack it is for; null = any. */
  public @Nullable String stack() {
    return stack;
  }

  public void stack(String newStack) {
    stack = newStack;
  }

  /** From 1. */
  public int position() {
    return position;
  }

  public void position(int newPosition) {
    position = newPosition;
  }

  /** Whether apps may be built with it. */
  public boolean enabled() {
    return enabled;
  }

  public void enabled(boolean on) {
    enabled = on;
  }

  /** Whether its bits must stay as they are. */
  public boolean locked() {
    return locked;
  }

  public void locked(boolean on) {
    locked = on;
  }

  public String lifecycle() {
    return lifecycle;
  }

  /** {@link #SYSTEM}, {@link #CNB}, {@link #CLASSIC}; null = it has no bits yet. */
  public @Nullable String kind() {
    return kind;
  }

  /** Whether it came with the platform. */
  public boolean system() {
    return SYSTEM.equals(kind);
  }

  /** As the uploader called the file; null = it has no bits yet. */
  public @Nullable String filename() {
    return filename;
  }

  /** Of the stored zip, `sha256:…`; null for the platform's own. */
  public @Nullable String digest() {
    return digest;
  }

  public @Nullable Long sizeBytes() {
    return sizeBytes;
  }

  /** As its buildpack.toml says. */
  public @Nullable String buildpackId() {
    return buildpackId;
  }

  /** As its buildpack.toml says. */
  public @Nullable String buildpackVersion() {
    return buildpackVersion;
  }

  /** What its buildpack.toml says besides; null = not known. */
  public @Nullable BuildpackDescription about() {
    return about;
  }

  public void about(@Nullable BuildpackDescription said) {
    about = said;
  }

  /** It comes with the platform. */
  public void ownedByPlatform(String id, String version) {
    kind = SYSTEM;
    buildpackId = id;
    buildpackVersion = version;
    filename = id.replace('/', '-') + "-" + version;
  }

  /** It has bits. @param id null for a classic one */
  public void bits(String newKind, String file, String newDigest, long size, @Nullable String id, @Nullable String version) {
    kind = newKind;
    filename = file;
    digest = newDigest;
    sizeBytes = size;
    buildpackId = id;
    buildpackVersion = version;
  }
}
