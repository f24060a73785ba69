package dev.ingot.controller.loop;

import org.springframework.context.SmartLifecycle;

/** A component whose loop runs as long as the application does. */
public interface LoopLifecycle extends SmartLifecycle {
  /** The loop; always the same. */
  WakeLoop loop();

  @Override
  default void start() {
    loop().start();
  }

  @Override
  default void stop() {
    loop().stop();
  }

  @Override
  default boolean isRunning() {
    return loop().running();
  }
}
