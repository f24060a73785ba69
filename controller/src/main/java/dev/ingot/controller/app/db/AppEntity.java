package dev.ingot.controller.app.db;

import dev.ingot.controller.listing.db.LabelledEntity;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** A row of `apps`. State: STOPPED ⇄ STARTED. */
@Entity
@Table(name = "apps")
@DynamicUpdate
public class AppEntity extends LabelledEntity {
  /** The state of an app that should run. */
  public static final String STARTED = "STARTED";
  /** The state of an app that should not. */
  public static final String STOPPED = "STOPPED";

  private String spaceGuid = "";
  private String name = "";
  private String state = STOPPED;
  private String lifecycleType = "buildpack";
  @JdbcTypeCode(SqlTypes.JSON)
  private List<String> buildpacks = new ArrayList<>();
  private @Nullable String stack;
  @JdbcTypeCode(SqlTypes.JSON)
  private Map<String, String> environment = new HashMap<>();
  @JdbcTypeCode(SqlTypes.JSON)
  private Map<String, Boolean> features = new HashMap<>();
  private @Nullable String dropletGuid;

  /** For JPA only. */
  protected AppEntity() {}

  /** A stopped app. */
  public AppEntity(String spaceGuid, String name, String lifecycleType, Instant now) {
    super(now);
    this.spaceGuid = spaceGuid;
    this.name = name;
    this.lifecycleType = lifecycleType;
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

  public String state() {
    return state;
  }

  public boolean started() {
    return state.equals(STARTED);
  }

  public void state(String state) {
    this.state = state;
  }

  public String lifecycleType() {
    return lifecycleType;
  }

  /** Empty = detect. */
  public List<String> buildpacks() {
    return List.copyOf(buildpacks);
  }

  public void buildpacks(List<String> buildpacks) {
    this.buildpacks = new ArrayList<>(buildpacks);
  }

  /** Null = the default stack. */
  public @Nullable String stack() {
    return stack;
  }

  public void stack(@Nullable String stack) {
    this.stack = stack;
  }

  /** The user's own variables, sorted. */
  public Map<String, String> environment() {
    return new TreeMap<>(environment);
  }

  public void environment(Map<String, String> environment) {
    this.environment = new HashMap<>(environment);
  }

  /** Features that were switched; others have their default. */
  public Map<String, Boolean> features() {
    return Map.copyOf(features);
  }

  public void feature(String name, boolean enabled) {
    features = new HashMap<>(features);
    features.put(name, enabled);
  }

  /** The current droplet, null = none. */
  public @Nullable String dropletGuid() {
    return dropletGuid;
  }

  public void dropletGuid(@Nullable String dropletGuid) {
    this.dropletGuid = dropletGuid;
  }
}
