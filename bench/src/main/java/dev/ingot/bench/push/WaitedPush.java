package dev.ingot.bench.push;

import dev.ingot.bench.Setting;
import java.io.IOException;
import java.util.Map;

/** The push of samples/nodejs-express as a new app, for benchmarks that look at what disturbs one. */
public final class WaitedPush {
  private final IngotPush push;

  public WaitedPush(Setting setting) throws IOException {
    push = new IngotPush(setting.installation(), new Source(dev.ingot.bench.platform.Samples.copy(setting.installation(), setting.scratch(), "nodejs-express")));
  }

  /** Pushes, waits for the first answer, deletes; seconds under the name `what`. */
  public Map<String, Double> measure(String what, String word) throws IOException {
    return Map.of(what, push.once("bench-" + word, word));
  }
}
