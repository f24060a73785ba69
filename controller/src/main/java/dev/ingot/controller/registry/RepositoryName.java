package dev.ingot.controller.registry;

/** What a repository's name says of whose it is. */
sealed interface RepositoryName {
  /** First part of the names of apps' repositories. */
  String APPS = "apps/";
  /** First part of the names of spaces' repositories. */
  String SPACES = "spaces/";

  /** The images of an app. */
  record OfApp(String appGuid) implements RepositoryName {}

  /** An image of a space's own. */
  record OfSpace(String spaceGuid, String rest) implements RepositoryName {}

  /** The same under names that people know, in lower case. */
  record Named(String organization, String space, String rest) implements RepositoryName {}

  /** The platform's. @param stack whether it is a stack's, which every user may read */
  record Other(boolean stack) implements RepositoryName {}

  /** Takes a well-formed name apart. An org called `apps`, `spaces` or `stacks` has no names of this kind: its spaces have their guids. */
  static RepositoryName of(String name) {
    String[] parts = name.split("/", 3);
    return switch (parts[0]) {
      case "apps" -> parts.length == 2 ? new OfApp(parts[1]) : new Other(false);
      case "spaces" -> parts.length == 3 ? new OfSpace(parts[1], parts[2]) : new Other(false);
      case "stacks" -> new Other(true);
      default -> parts.length == 3 ? new Named(parts[0], parts[1], parts[2]) : new Other(false);
    };
  }

  /** The name an image of a space has in the store. */
  static String ofSpace(String spaceGuid, String rest) {
    return SPACES + spaceGuid + "/" + rest;
  }
}
