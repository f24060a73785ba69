package dev.ingot.cli.push;

import dev.ingot.api.app.App;
import dev.ingot.api.build.Build;
import dev.ingot.api.build.BuildRequest;
import dev.ingot.api.common.Ref;
import dev.ingot.api.error.ApiException;
import dev.ingot.cli.Failure;
import dev.ingot.cli.log.LogPrinter;
import dev.ingot.cli.session.Output;
import dev.ingot.cli.session.Session;
import java.util.concurrent.atomic.AtomicBoolean;

/** A build with its log on the screen. */
final class Staging {
  private static final long LAST_LINES_MILLIS = 300;
  private static final long QUIET_MILLIS = 60;
  private final Session session;
  private final Output output;
  private volatile long lastLine;

  Staging(Session session, Output output) {
    this.session = session;
    this.output = output;
  }

  /** @return the staged build. @throws Failure when it failed, with the reason and what to do */
  Build run(App app, String packageGuid) throws InterruptedException {
    output.say("Building %s", app.name());
    AtomicBoolean over = new AtomicBoolean();
    Thread log = Thread.startVirtualThread(() -> showLog(app, over));
    Build build = session.api().post("/v3/builds", new BuildRequest(new Ref(packageGuid), null, null, null, null), Build.class);
    while (build.state().equals("STAGING")) {
      pause();
      build = session.api().get("/v3/builds/" + build.guid(), Build.class);
    }
    awaitLastLines();
    over.set(true);
    log.interrupt();
    if (build.state().equals("FAILED")) {
      throw new Failure("the build failed: " + build.error() + ". The whole log: ingot logs " + app.name() + " --recent");
    }
    return build;
  }

  /** What the build said last may still be on its way: until no more comes, but not for long. */
  private void awaitLastLines() throws InterruptedException {
    long ended = System.nanoTime();
    while (System.nanoTime() - ended < LAST_LINES_MILLIS * 1_000_000 && System.nanoTime() - Math.max(lastLine, ended) < QUIET_MILLIS * 1_000_000) {
      Thread.sleep(10);
    }
  }

  private void showLog(App app, AtomicBoolean over) {
    LogPrinter printer = new LogPrinter(System.out);
    try {
      session.logs(app.guid(), 0, true, entry -> {
        lastLine = System.nanoTime();
        if (!over.get() && entry.sourceType().equals("STG") && !output.json()) {
          printer.printText(entry);
        }
        return !over.get();
      });
    } catch (ApiException e) {
      if (!over.get()) {
        output.say("(the staging log cannot be shown: %s)", e.detail());
      }
    }
  }

  static void pause() {
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("interrupted; the build goes on at the platform", e);
    }
  }
}
