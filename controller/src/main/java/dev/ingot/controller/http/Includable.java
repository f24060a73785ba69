package dev.ingot.controller.http;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** A kind of resource that can be included beside those asked for. The feature that owns it offers one as a bean. */
public interface Includable {
  /** Its name in `include`: `space`. */
  String name();

  /** Its name in `included`: `spaces`. */
  String collection();

  /** Those with these guids, in one statement; also those the caller may not see, for it sees what refers to them. */
  List<Found> byGuids(Set<String> guids);

  /**
   * One that was found.
   *
   * @param wire its record
   * @param refersTo name of another kind → guid, for `space.organization`
   */
  record Found(Object wire, Map<String, String> refersTo) {}
}
