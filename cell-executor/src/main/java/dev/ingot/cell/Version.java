package dev.ingot.cell;

import java.util.Objects;

/** The version of this build. */
final class Version {
  /** From the jar's manifest; `dev` when run from classes. */
  static final String TEXT = Objects.requireNonNullElse(Version.class.getPackage().getImplementationVersion(), "dev");

  private Version() {}
}
