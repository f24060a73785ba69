package dev.ingot.controller.auth.http;

/**
 * Another way to log in that the login page offers.
 *
 * @param origin of its users
 * @param text of the button
 * @param path where it begins; the page appends `?next=`
 */
public record LoginChoice(String origin, String text, String path) {
  /** Knows such ways. */
  @FunctionalInterface
  public interface Source {
    /** All of them, in the order of the page. */
    java.util.List<LoginChoice> choices();
  }
}
