package dev.ingot.controller.route.db;

import dev.ingot.controller.listing.db.LabelledEntity;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.hibernate.annotations.BatchSize;
import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** A row of `routes`. */
@Entity
@Table(name = "routes")
@DynamicUpdate
public class RouteEntity extends LabelledEntity {
  private String spaceGuid = "";
  private String domainGuid = "";
  private String host = "";
  private String path = "";
  private @Nullable Integer port;
  private String protocol = "http";
  @JdbcTypeCode(SqlTypes.JSON)
  private Map<String, String> options = new HashMap<>();
  @ElementCollection(fetch = FetchType.LAZY)
  @CollectionTable(name = "route_shares", joinColumns = @JoinColumn(name = "route_guid"))
  @Column(name = "space_guid")
  @BatchSize(size = 100)
  private Set<String> sharedWith = new HashSet<>();

  /** For JPA only. */
  protected RouteEntity() {}

  /** An HTTP route; host and path may be empty. */
  public RouteEntity(String spaceGuid, String domainGuid, String host, String path, Instant now) {
    super(now);
    this.spaceGuid = spaceGuid;
    this.domainGuid = domainGuid;
    this.host = host;
    this.path = path;
  }

  public String spaceGuid() {
    return spaceGuid;
  }

  public void moveTo(String spaceGuid) {
    this.spaceGuid = spaceGuid;
  }

  public String domainGuid() {
    return domainGuid;
  }

  public String host() {
    return host;
  }

  public String path() {
    return path;
  }

  public @Nullable Integer port() {
    return port;
  }

  public String protocol() {
    return protocol;
  }

  public Map<String, String> options() {
    return new TreeMap<>(options);
  }

  public void options(Map<String, String> options) {
    this.options = new HashMap<>(options);
  }

  /** Spaces besides its own whose apps it may lead to. Read inside a transaction. */
  public Set<String> sharedWith() {
    return new TreeSet<>(sharedWith);
  }

  public void shareWith(Collection<String> spaceGuids) {
    sharedWith.addAll(spaceGuids);
  }

  public void unshareWith(String space) {
    sharedWith.remove(space);
  }

  /** Whether it may lead to apps of this space. */
  public boolean usableIn(String space) {
    return spaceGuid.equals(space) || sharedWith.contains(space);
  }

  /** Host, domain and path without scheme. */
  public String url(String domainName) {
    return (host.isEmpty() ? domainName : host + "." + domainName) + path;
  }
}
