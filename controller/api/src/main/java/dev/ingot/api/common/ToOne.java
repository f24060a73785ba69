package dev.ingot.api.common;

import org.jspecify.annotations.Nullable;

/** A to-one relationship: `{"data": {"guid": …}}`; null data = not related. Requests and answers have the same shape. */
public record ToOne(@Nullable Ref data) {
  /** Related to nothing. */
  public static final ToOne NONE = new ToOne(null);

  /** Related to the resource with this guid; null = to nothing. */
  public static ToOne of(@Nullable String guid) {
    return guid == null ? NONE : new ToOne(new Ref(guid));
  }

  /** The guid in `relationship`, or null when the relationship, its data or its guid is missing: for reading requests. */
  public static @Nullable String guid(@Nullable ToOne relationship) {
    return relationship == null || relationship.data() == null ? null : relationship.data().guid();
  }
}
