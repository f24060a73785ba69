package dev.ingot.controller.segment.db;

import dev.ingot.controller.listing.db.LabelledEntity;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.time.Instant;

/** A row of `isolation_segments`. */
@Entity
@Table(name = "isolation_segments")
public class IsolationSegmentEntity extends LabelledEntity {
  /** Guid of the segment `shared`, the same on every platform. */
  public static final String SHARED = "933b4c58-120b-499a-b85d-4b6fc9e2903b";

  private String name = "";

  /** For JPA only. */
  protected IsolationSegmentEntity() {}

  public IsolationSegmentEntity(String name, Instant now) {
    super(now);
    this.name = name;
  }

  public String name() {
    return name;
  }

  public void rename(String newName) {
    name = newName;
  }

  /** Whether it is the one that everybody has. */
  public boolean shared() {
    return guid().equals(SHARED);
  }
}
