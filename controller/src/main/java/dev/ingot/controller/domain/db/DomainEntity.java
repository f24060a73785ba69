package dev.ingot.controller.domain.db;

import dev.ingot.controller.listing.db.LabelledEntity;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import org.hibernate.annotations.BatchSize;
import org.jspecify.annotations.Nullable;

/** A row of `domains` and its `domain_shares`. */
@Entity
@Table(name = "domains")
public class DomainEntity extends LabelledEntity {
  private String name = "";
  private boolean internal;
  private @Nullable String organizationGuid;
  @ElementCollection(fetch = FetchType.EAGER)
  @CollectionTable(name = "domain_shares", joinColumns = @JoinColumn(name = "domain_guid"))
  @Column(name = "organization_guid")
  @BatchSize(size = 100)
  private Set<String> sharedWith = new HashSet<>();

  /** For JPA only. */
  protected DomainEntity() {}

  public DomainEntity(String name, boolean internal, @Nullable String organizationGuid, Instant now) {
    super(now);
    this.name = name;
    this.internal = internal;
    this.organizationGuid = organizationGuid;
  }

  /** In lower case. */
  public String name() {
    return name;
  }

  /** Whether it is for app-to-app traffic only. */
  public boolean internal() {
    return internal;
  }

  /** The org that owns it; null = shared by all. */
  public @Nullable String organizationGuid() {
    return organizationGuid;
  }

  /** Further orgs that may use a private one. */
  public Set<String> sharedWith() {
    return new TreeSet<>(sharedWith);
  }

  public void shareWith(Set<String> organizationGuids) {
    sharedWith.addAll(organizationGuids);
  }

  public void unshareWith(String organization) {
    sharedWith.remove(organization);
  }

  /** Whether apps of this org may have routes on it. */
  public boolean usableBy(String organization) {
    return organizationGuid == null || organizationGuid.equals(organization) || sharedWith.contains(organization);
  }
}
