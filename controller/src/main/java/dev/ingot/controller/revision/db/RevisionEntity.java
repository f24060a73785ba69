package dev.ingot.controller.revision.db;

import dev.ingot.controller.listing.db.LabelledEntity;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** A row of `revisions`. What it says of the app never changes. */
@Entity
@Table(name = "revisions")
public class RevisionEntity extends LabelledEntity {
  private String appGuid = "";
  private int version;
  private String dropletGuid = "";
  @JdbcTypeCode(SqlTypes.JSON)
  private Map<String, String> environment = new HashMap<>();
  @JdbcTypeCode(SqlTypes.JSON)
  private Map<String, String> commands = new HashMap<>();
  @JdbcTypeCode(SqlTypes.JSON)
  private List<Sidecar> sidecars = List.of();
  private String description = "";

  /** A sidecar as it was. Memory in MiB, null = none of its own. */
  public record Sidecar(String name, String command, List<String> processTypes, @Nullable Integer memoryMb) {}

  /** For JPA only. */
  protected RevisionEntity() {}

  /** @param commands process type → the user's own command; types without one are left out */
  public RevisionEntity(String appGuid, int version, String dropletGuid, Map<String, String> environment, Map<String, String> commands,
      List<Sidecar> sidecars, String description, Instant now) {
    super(now);
    this.appGuid = appGuid;
    this.version = version;
    this.dropletGuid = dropletGuid;
    this.environment = new HashMap<>(environment);
    this.commands = new HashMap<>(commands);
    this.sidecars = List.copyOf(sidecars);
    this.description = description;
  }

  public String appGuid() {
    return appGuid;
  }

  /** From 1. */
  public int version() {
    return version;
  }

  public String dropletGuid() {
    return dropletGuid;
  }

  /** The user's own variables, sorted. */
  public Map<String, String> environment() {
    return new TreeMap<>(environment);
  }

  /** Process type → the user's own command; types that ran the droplet's are not here. */
  public Map<String, String> commands() {
    return new TreeMap<>(commands);
  }

  public List<Sidecar> sidecars() {
    return List.copyOf(sidecars);
  }

  /** Why it was made, in CF's words. */
  public String description() {
    return description;
  }
}
