package dev.ingot.controller.staging;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The stack of a build, with all its names.
 *
 * @param asked as the app names it; null = it names none
 * @param name of the stack with the images
 * @param aliases other names of that stack, the preferred first
 */
public record BuildStack(@Nullable String asked, String name, List<String> aliases) {
  /** Whether a buildpack that is for this stack only may be used; null = it is for any. An app that names no alias takes any name of its stack. */
  boolean fits(@Nullable String only) {
    return only == null || only.equals(name) || only.equals(asked) || !asksForAlias() && aliases.contains(only);
  }

  /** What `CF_STACK` says to a classic buildpack: these know only Cloud Foundry's names. @param only the stack it is for; null = any */
  String toldToClassic(@Nullable String only) {
    if (only != null) {
      return only;
    }
    return asked != null && asksForAlias() ? asked : aliases.isEmpty() ? name : aliases.getFirst();
  }

  /** An app that says nothing gets the stack's own name, which no buildpack of Cloud Foundry has dependencies for. */
  private boolean asksForAlias() {
    return asked != null && !asked.equals(name);
  }
}
