package dev.ingot.e2e;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A Docker Engine for all tests of a class. */
final class WithDocker implements BeforeAllCallback, AfterAllCallback {
  private @Nullable DockerEngine engine;

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    engine = DockerEngine.startIfNeeded();
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    if (engine != null) {
      engine.close();
    }
  }
}
