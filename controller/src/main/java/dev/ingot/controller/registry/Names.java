package dev.ingot.controller.registry;

import java.util.regex.Pattern;

/** The grammar of repository names and tags (OCI distribution-spec, "Pulling manifests"). What passes is also safe as a path. */
public final class Names {
  /** Characters of a repository name, at most. */
  public static final int MAX_REPOSITORY_LENGTH = 255;

  // The possessive quantifiers keep hostile names from backtracking.
  private static final Pattern REPOSITORY_PART = Pattern.compile("[a-z0-9]++(?:(?:\\.|_{1,2}|-++)[a-z0-9]++)*+");
  private static final Pattern TAG = Pattern.compile("[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}");

  private Names() {}

  /** @throws RegistryException NAME_INVALID */
  public static void checkRepository(String name) {
    boolean valid = name.length() <= MAX_REPOSITORY_LENGTH && !name.endsWith("/");
    for (String part : name.split("/")) {
      valid &= REPOSITORY_PART.matcher(part).matches();
    }
    if (!valid) {
      throw new RegistryException(RegistryError.NAME_INVALID, "'" + Texts.shown(name)
          + "' is not a repository name: use lower-case letters, digits and single separators (. _ __ -), parts joined by /, at most 255");
    }
  }

  /** Whether it can name a manifest; a digest is not a tag. */
  public static boolean isTag(String reference) {
    return TAG.matcher(reference).matches();
  }
}
