package dev.ingot.cli.build;

import dev.ingot.api.app.App;
import dev.ingot.api.build.Build;
import dev.ingot.api.build.BuildReport;
import dev.ingot.api.build.BuildRequest;
import dev.ingot.api.common.Ref;
import dev.ingot.api.error.ApiException;
import dev.ingot.cli.Failure;
import dev.ingot.cli.log.LogPrinter;
import dev.ingot.cli.session.Output;
import dev.ingot.cli.session.Session;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A build with its log on the screen. */
public final class Staging {
  private static final long LAST_LINES_MILLIS = 300;
  private static final long QUIET_MILLIS = 60;
  private final Session session;
  private final Output output;
  private volatile long lastLine;

  public Staging(Session session, Output output) {
    this.session = session;
    this.output = output;
  }

  /** Builds a package. @throws Failure when the build failed, with phase, reason and what to do; its log has been shown */
  public Build run(App app, String packageGuid) throws InterruptedException {
    Build build = follow(app, new BuildRequest(new Ref(packageGuid), null, null, null, null, null));
    if (build.state().equals("FAILED")) {
      throw new Failure(FailedBuild.text(build, reportIfAny(build), false) + "\nThe whole log: ingot logs " + app.name() + " --recent");
    }
    return build;
  }

  /** How a build went. */
  static BuildReport report(Session session, Build build) {
    return session.api().get("/v3/builds/" + build.guid() + "/report", BuildReport.class);
  }

  /** Null when it cannot be had: that must not hide why the build failed. */
  private @Nullable BuildReport reportIfAny(Build build) {
    try {
      return report(session, build);
    } catch (ApiException e) {
      return null;
    }
  }

  /** Starts a build and shows its log until it ends, well or not. */
  Build follow(App app, BuildRequest request) throws InterruptedException {
    output.say("Building %s", app.name());
    AtomicBoolean over = new AtomicBoolean();
    Thread log = Thread.startVirtualThread(() -> showLog(app, over));
    try {
      Build build = await(request);
      awaitLastLines();
      return build;
    } finally {
      over.set(true);
      log.interrupt();
    }
  }

  /** The same without the log. */
  Build await(BuildRequest request) {
    Build build = session.api().post("/v3/builds", request, Build.class);
    while (build.state().equals("STAGING")) {
      pause();
      build = session.api().get("/v3/builds/" + build.guid(), Build.class);
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

  private static void pause() {
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("interrupted; the build goes on at the platform", e);
    }
  }
}
