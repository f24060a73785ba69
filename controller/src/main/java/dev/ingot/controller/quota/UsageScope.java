package dev.ingot.controller.quota;

/** Where usage is counted: in an org, in a space, or everywhere. */
public record UsageScope(Kind kind, String guid) {
  /** The whole platform. */
  public static final UsageScope EVERYWHERE = new UsageScope(Kind.PLATFORM, "");

  /** What it is. */
  public enum Kind { PLATFORM, ORGANIZATION, SPACE }

  /** An org with all its spaces. */
  public static UsageScope organization(String guid) {
    return new UsageScope(Kind.ORGANIZATION, guid);
  }

  /** One space. */
  public static UsageScope space(String guid) {
    return new UsageScope(Kind.SPACE, guid);
  }
}
