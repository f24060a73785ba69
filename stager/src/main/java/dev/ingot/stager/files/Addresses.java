package dev.ingot.stager.files;

/** Addresses as they may be shown: without the user and password that some have. */
public final class Addresses {
  private Addresses() {}

  /** The text without user and password of all addresses in it. A password may contain an `@`. */
  public static String shown(String text) {
    return text.replaceAll("//[^/?#\\s]*@", "//***@");
  }

  /** A line that a program said of this address; also where it quotes a part of it only. */
  public static String shown(String line, String address) {
    String secret = address.replaceFirst("^[^/]*//([^/?#]*@)?.*$", "$1");
    return shown(secret.isEmpty() ? line : line.replace(secret, "***@"));
  }
}
