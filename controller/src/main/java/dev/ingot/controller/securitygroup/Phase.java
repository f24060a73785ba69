package dev.ingot.controller.securitygroup;

import java.util.Locale;

/** What a security group holds for: apps and tasks that run, or builds. */
public enum Phase {
  RUNNING, STAGING;

  /** As in the database. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
