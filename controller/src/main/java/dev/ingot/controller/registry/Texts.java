package dev.ingot.controller.registry;

/** What came from a client, made fit for a message. */
final class Texts {
  private static final int MAX_SHOWN = 100;

  private Texts() {}

  static String shown(String text) {
    String printable = text.replaceAll("[^\\x20-\\x7e]", "?");
    return printable.length() <= MAX_SHOWN ? printable : printable.substring(0, MAX_SHOWN) + "…";
  }
}
