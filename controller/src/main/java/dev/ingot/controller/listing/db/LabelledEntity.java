package dev.ingot.controller.listing.db;

import dev.ingot.api.common.Metadata;
import jakarta.persistence.MappedSuperclass;
import java.time.Instant;
import java.util.HashMap;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** A resource with labels and annotations, in the jsonb columns of these names; lists of it understand `label_selector`. */
@MappedSuperclass
public abstract class LabelledEntity extends ResourceEntity {
  @JdbcTypeCode(SqlTypes.JSON)
  private Map<String, String> labels = new HashMap<>();
  @JdbcTypeCode(SqlTypes.JSON)
  private Map<String, String> annotations = new HashMap<>();

  /** For JPA only. */
  protected LabelledEntity() {}

  protected LabelledEntity(Instant now) {
    super(now);
  }

  protected LabelledEntity(String guid, Instant now) {
    super(guid, now);
  }

  /** Both maps, as answers show them. */
  public Metadata metadata() {
    return new Metadata(sorted(labels), sorted(annotations));
  }

  /** Equal resources give equal bytes: a client may compare answers. */
  private static Map<String, String> sorted(Map<String, String> map) {
    return Collections.unmodifiableMap(new TreeMap<>(map));
  }

  /** Lays a request's metadata over it; null changes nothing. Check it first with MetadataRules. */
  public void merge(@Nullable Metadata changes) {
    if (changes != null) {
      labels = Metadata.merge(labels, changes.labels());
      annotations = Metadata.merge(annotations, changes.annotations());
    }
  }
}
