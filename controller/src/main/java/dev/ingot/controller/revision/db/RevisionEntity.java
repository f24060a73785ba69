package dev.ingot.controller.revision.db;

import dev.ingot.controller.listing.db.LabelledEntity;
import dev.ingot.controller.process.db.SidecarState;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

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
  private List<SidecarState> sidecars = List.of();
  private String description = "";

  /** For JPA only. */
  protected RevisionEntity() {}

  /** @param commands process type → the user's own command; types without one are left out */
  public RevisionEntity(String appGuid, int version, String dropletGuid, Map<String, String> environment, Map<String, String> commands,
      List<SidecarState> sidecars, String description, Instant now) {
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

  /** Sorted by name. */
  public List<SidecarState> sidecars() {
    return sidecars.stream().sorted(Comparator.comparing(SidecarState::name)).toList();
  }

  /** Why it was made, in CF's words. */
  public String description() {
    return description;
  }
}
