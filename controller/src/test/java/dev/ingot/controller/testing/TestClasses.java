package dev.ingot.controller.testing;

import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Knows which test classes ran in this JVM and which one runs now. Loaded by JUnit itself (META-INF/services). */
public final class TestClasses implements BeforeAllCallback {
  private static final Set<String> SEEN = new TreeSet<>();
  private static volatile String current = "";

  @Override
  public void beforeAll(ExtensionContext context) {
    synchronized (SEEN) {
      current = context.getRequiredTestClass().getName();
      SEEN.add(current);
    }
  }

  /** The running class. */
  public static String current() {
    return current;
  }

  /** All that ran until now. */
  public static Set<String> seen() {
    synchronized (SEEN) {
      return Set.copyOf(SEEN);
    }
  }
}
