package dev.ingot.controller.packages;

import java.util.Set;

/** Which packages a build works on. */
public interface PackagesInUse {
  /** Guids of packages of this app. */
  Set<String> of(String appGuid);
}
