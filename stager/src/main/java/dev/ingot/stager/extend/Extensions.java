package dev.ingot.stager.extend;

import dev.ingot.stager.build.BuildEnvironment;
import dev.ingot.stager.build.BuildpackRun;
import dev.ingot.stager.build.Builder;
import dev.ingot.stager.buildpack.Buildpack;
import dev.ingot.stager.files.SafeFiles;
import dev.ingot.stager.files.StageException;
import dev.ingot.stager.files.Workspace;
import dev.ingot.stager.log.LogSink;
import dev.ingot.stager.plan.PlanResolver;
import dev.ingot.stager.sandbox.Sandbox;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Runs `bin/generate` of the image extensions of a group and judges the Dockerfiles they make. Source: CNB image extension spec, "Phase 2:
 * Generation"; buildpacks-and-images.md §1.14. Applying a Dockerfile takes root in the build container, which nothing has here: only one
 * that changes nothing is let through.
 */
public final class Extensions {
  private static final String OUTPUT = "output";

  private final Workspace workspace;
  private final BuildEnvironment environment;
  private final LogSink log;

  public Extensions(Workspace workspace, BuildEnvironment environment, LogSink log) {
    this.workspace = workspace;
    this.environment = environment;
    this.log = log;
  }

  /**
   * Generates for each extension of the group, in order.
   *
   * @param limit of all together
   * @throws StageException when a generate fails, or when what it made would have to be applied; names the extension
   */
  public void generate(PlanResolver.Resolution<Buildpack> group, Sandbox sandbox, Duration limit) throws StageException, IOException, InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    for (Buildpack extension : group.elements().stream().filter(Buildpack::extension).toList()) {
      log.line(false, "===> " + (extension.name().isEmpty() ? extension.id() : extension.name()) + " (image extension " + extension.ref() + ")");
      Path made = extension.directory().resolve("generate");
      if (Files.exists(extension.directory().resolve("bin/generate"), LinkOption.NOFOLLOW_LINKS)) {
        made = run(extension, group, sandbox, Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
      }
      try {
        judge(extension, made);
      } catch (IOException e) {
        throw new StageException("StagingError", extension.ref(), "what the image extension generated cannot be used: " + e.getMessage(), 0, List.of(),
            "Report this to the extension's authors.");
      }
    }
  }

  private Path run(Buildpack extension, PlanResolver.Resolution<Buildpack> group, Sandbox sandbox, Duration limit)
      throws StageException, IOException, InterruptedException {
    Path home = workspace.generated().resolve(extension.dirName());
    SafeFiles.buildUserDirectory(home.resolve(OUTPUT));
    String planName = "generate-" + extension.dirName() + ".toml";
    SafeFiles.write(workspace.plans().resolve(planName), Builder.plan(group.entries().stream().filter(e -> e.providers().contains(extension)).toList()));
    String output = Workspace.GENERATED + "/" + extension.dirName() + "/" + OUTPUT;
    String plan = Workspace.PLANS + "/" + planName;
    var env = environment.forBuildpack(extension, Map.of());
    env.put("CNB_OUTPUT_DIR", output);
    env.put("CNB_BP_PLAN_PATH", plan);
    var run = new BuildpackRun();
    var exit = run.run(sandbox, List.of(extension.containerDirectory() + "/bin/generate", output, Workspace.PLATFORM, plan), env, Workspace.APP, limit,
        (line, error) -> log.line(error, line));
    if (exit.timedOut() || exit.status() != 0) {
      throw new StageException(exit.timedOut() ? "StagingTimeExpired" : "BuildpackCompileFailed", extension.ref(),
          exit.timedOut() ? "bin/generate was not finished in the time allowed" : "bin/generate ended with exit code " + exit.status(), exit.status(), run.lastLines(),
          "The lines above tell what failed; correct the app, or take the extension out of the order.");
    }
    return home.resolve(OUTPUT);
  }

  private static void judge(Buildpack extension, Path made) throws IOException, StageException {
    if (Files.exists(made.resolve("build.Dockerfile"), LinkOption.NOFOLLOW_LINKS)) {
      throw refused(extension, "build.Dockerfile", "build images are not extended here: that runs commands as root in the build container");
    }
    Path run = made.resolve("run.Dockerfile");
    if (Files.exists(run, LinkOption.NOFOLLOW_LINKS)) {
      var instructions = new String(SafeFiles.read(run), StandardCharsets.UTF_8).lines().map(String::strip).filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .filter(line -> !line.regionMatches(true, 0, "ARG ", 0, 4)).toList();
      boolean from = instructions.size() == 1 && instructions.getFirst().regionMatches(true, 0, "FROM ", 0, 5);
      String image = from ? instructions.getFirst().substring(5).strip() : "";
      if (!from) {
        throw refused(extension, "run.Dockerfile", "run images are not extended here: that runs commands as root");
      }
      if (!image.matches("\\$\\{?base_image}?")) {
        throw refused(extension, "run.Dockerfile", "it switches the run image to " + image + ", and the run image is the stack's here");
      }
    }
  }

  private static StageException refused(Buildpack extension, String file, String why) {
    return new StageException("StagingError", extension.ref(), "image extension " + extension.ref() + " generated a " + file + ": " + why, 0, List.of(),
        "Use a stack that has what the app needs (cf push -s), or take the extension out of the order.");
  }
}
