package dev.ingot.controller.log;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** Where apps are: their logs are read by those who may read there. */
public interface AppSpaces {
  /** Empty when there is no such app. */
  Optional<AppPlace> of(String appGuid);

  /** App guid → space guid of those that exist. */
  Map<String, String> spaces(Collection<String> appGuids);
}
