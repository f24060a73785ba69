package dev.ingot.stager.build;

import dev.ingot.stager.buildpack.Buildpack;
import dev.ingot.stager.plan.PlanResolver;
import dev.ingot.stager.files.InnerLinks;
import dev.ingot.stager.files.SafeFiles;
import dev.ingot.stager.files.StageException;
import dev.ingot.stager.files.Toml;
import dev.ingot.stager.files.Workspace;
import dev.ingot.stager.log.LogSink;
import dev.ingot.stager.sandbox.Sandbox;
import dev.ingot.stager.sbom.SbomFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Runs `bin/build` of each buildpack of the group. Source: CNB platform spec, "Builder"; buildpacks-and-images.md §1.7. */
public final class Builder {
  /** Characters of all variables together; execve(2) takes a quarter of the stack's limit. */
  private static final int MAX_ENVIRONMENT = 2 << 20;

  private final Workspace workspace;
  private final BuildEnvironment environment;
  private final LogSink log;

  public Builder(Workspace workspace, BuildEnvironment environment, LogSink log) {
    this.workspace = workspace;
    this.environment = environment;
    this.log = log;
  }

  /** Runs them one after another; the first that fails ends the build. `limit` is for all together. */
  public BuildResult build(PlanResolver.Resolution<Buildpack> group, Sandbox sandbox, Duration limit) throws StageException, IOException, InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    var outputs = new ArrayList<BuildResult.Output>();
    var processes = new java.util.TreeMap<String, LaunchProcess>();
    var labels = new LinkedHashMap<String, String>();
    var slices = new ArrayList<List<String>>();
    var layered = new LinkedHashMap<>(environment.base());
    Set<PlanResolver.Entry<Buildpack>> met = new HashSet<>();
    String defaultProcess = "";
    for (Buildpack buildpack : group.elements().stream().filter(b -> !b.extension()).toList()) {
      log.line(false, "===> " + (buildpack.name().isEmpty() ? buildpack.id() : buildpack.name()) + " (" + buildpack.ref() + ")");
      var entries = group.entries().stream().filter(e -> e.providers().contains(buildpack) && !met.contains(e)).toList();
      run(buildpack, entries, layered, sandbox, Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
      Path directory = workspace.layers().resolve(buildpack.dirName());
      try {
        var reader = new OutputReader(buildpack, directory, environment.execEnv());
        var layers = reader.layers();
        SbomFiles.in(buildpack, directory);
        var notes = new ArrayList<String>();
        var launch = reader.launch();
        defaultProcess = launch.addTo(processes, defaultProcess, labels, slices, notes);
        notes.forEach(note -> log.line(true, "Warning: " + buildpack.ref() + ": " + note));
        markMet(entries, reader.unmet(), met);
        String seen = Workspace.LAYERS + "/" + buildpack.dirName();
        for (BuiltLayer layer : layers) {
          if (layer.build()) {
            LayerEnv.apply(directory.resolve(layer.name()), seen + "/" + layer.name(), new InnerLinks(directory, seen), layered);
            checkSize(layered);
          }
        }
        outputs.add(new BuildResult.Output(buildpack, layers, reader.store(), launch.tiny()));
      } catch (IOException e) {
        throw new StageException("BuildpackCompileFailed", buildpack.ref(), "what buildpack " + buildpack.ref() + " wrote cannot be used: " + e.getMessage(), 0, List.of(),
            "Report this to the buildpack's authors.");
      }
    }
    return new BuildResult(outputs, processes, defaultProcess, labels, slices);
  }

  private void run(Buildpack buildpack, List<PlanResolver.Entry<Buildpack>> entries, Map<String, String> layered, Sandbox sandbox, Duration limit)
      throws StageException, IOException, InterruptedException {
    SafeFiles.buildUserDirectory(workspace.layers().resolve(buildpack.dirName()));
    String planName = "build-" + buildpack.dirName() + ".toml";
    SafeFiles.write(workspace.plans().resolve(planName), plan(entries));
    String layers = Workspace.LAYERS + "/" + buildpack.dirName();
    String plan = Workspace.PLANS + "/" + planName;
    var env = environment.forBuildpack(buildpack, layered);
    if (buildpack.api() >= 8) {
      env.put("CNB_LAYERS_DIR", layers);
      env.put("CNB_BP_PLAN_PATH", plan);
    }
    var run = new BuildpackRun();
    var exit = run.run(sandbox, List.of(buildpack.containerDirectory() + "/bin/build", layers, Workspace.PLATFORM, plan), env, Workspace.APP, limit,
        (line, error) -> log.line(error, line));
    if (exit.timedOut()) {
      throw new StageException("StagingTimeExpired", buildpack.ref(), buildpack.ref() + ": bin/build was not finished in the time allowed", exit.status(), run.lastLines(),
          "Make the build shorter, or ask an operator for a longer staging timeout.");
    }
    if (exit.outOfMemory()) {
      throw new StageException("BuildpackCompileFailed", buildpack.ref(), buildpack.ref() + ": bin/build needed more memory than it has", exit.status(), run.lastLines(),
          "Give the build more memory, or make it use less.");
    }
    if (exit.status() != 0) {
      throw new StageException("BuildpackCompileFailed", buildpack.ref(), buildpack.ref() + ": bin/build ended with exit code " + exit.status(), exit.status(), run.lastLines(),
          Remedies.of(run.lastLines()));
    }
  }

  /** The buildpack plan: every require of every entry it may meet. */
  public static String plan(List<PlanResolver.Entry<Buildpack>> entries) {
    var list = new ArrayList<Object>();
    for (var entry : entries) {
      for (var require : entry.requires()) {
        var map = new LinkedHashMap<String, Object>();
        map.put("name", require.name());
        if (!require.metadata().isEmpty()) {
          map.put("metadata", require.metadata());
        }
        list.add(map);
      }
    }
    return list.isEmpty() ? "" : Toml.write(Map.of("entries", list));
  }

  private static void checkSize(Map<String, String> env) throws IOException {
    long size = env.entrySet().stream().mapToLong(e -> e.getKey().length() + (long) e.getValue().length()).sum();
    if (size > MAX_ENVIRONMENT) {
      throw new IOException("its layers make the environment of later buildpacks larger than " + (MAX_ENVIRONMENT >> 10) + " KiB, which no program can be started with");
    }
  }

  private static void markMet(List<PlanResolver.Entry<Buildpack>> entries, List<String> unmet, Set<PlanResolver.Entry<Buildpack>> met) throws IOException {
    var names = entries.stream().map(PlanResolver.Entry::name).toList();
    for (String name : unmet) {
      if (!names.contains(name)) {
        throw new IOException("build.toml says '" + name + "' is unmet, which is not in its plan");
      }
    }
    entries.stream().filter(e -> !unmet.contains(e.name())).forEach(met::add);
  }
}
