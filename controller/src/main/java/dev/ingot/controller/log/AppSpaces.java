package dev.ingot.controller.log;

import java.util.Optional;

/** Which space an app belongs to: its log is read by those who may read there. */
public interface AppSpaces {
  /** The space's guid; empty when there is no such app. */
  Optional<String> spaceOf(String appGuid);
}
