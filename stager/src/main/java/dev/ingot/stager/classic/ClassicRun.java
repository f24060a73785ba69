package dev.ingot.stager.classic;

import dev.ingot.api.cell.v1.StageBuildpack;
import dev.ingot.api.cell.v1.StagedBuildpack;
import dev.ingot.stager.build.BuildEnvironment;
import dev.ingot.stager.build.BuildResult;
import dev.ingot.stager.build.BuiltLayer;
import dev.ingot.stager.build.LaunchProcess;
import dev.ingot.stager.buildpack.Buildpack;
import dev.ingot.stager.classic.ClassicScripts.Failure;
import dev.ingot.stager.files.SafeFiles;
import dev.ingot.stager.files.StageException;
import dev.ingot.stager.files.Workspace;
import dev.ingot.stager.log.LogSink;
import dev.ingot.stager.sandbox.Sandbox;
import dev.ingot.stager.sandbox.Sandboxes.Mount;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A staging by classic buildpacks, in this order: {@link #prepare}, the container is opened with {@link #mounts}, {@link #take} or {@link #detects},
 * {@link #AS_CNB} is restored, {@link #compile}, {@link #release}. Not thread-safe. Source: buildpacks-and-images.md §3.
 */
public final class ClassicRun {
  /** Whose layers and caches the run's are, to the rest of the lifecycle. */
  public static final Buildpack AS_CNB = ClassicWorkspace.AS_CNB;
  private static final String RELEASE = "BuildpackReleaseFailed";
  private static final String COMPILE = "BuildpackCompileFailed";

  private final ClassicWorkspace workspace;
  private final ClassicSources sources;
  private final BuildEnvironment environment;
  private final LogSink log;
  private final List<ClassicBuildpack> chosen = new ArrayList<>();
  private String detected = "";

  /** @param uploaded digest of an uploaded buildpack → its directory on the host */
  public ClassicRun(Workspace workspace, BuildEnvironment environment, Map<String, Path> uploaded, LogSink log) {
    this.workspace = new ClassicWorkspace(workspace);
    this.sources = new ClassicSources(this.workspace, uploaded, log);
    this.environment = environment;
    this.log = log;
  }

  /** Makes the directories. */
  public void prepare() throws IOException {
    workspace.create();
  }

  public List<Mount> mounts() {
    return workspace.mounts();
  }

  /** Takes the buildpacks the user named, without asking them. Code `StagingError` when one cannot be had or used in its place. */
  public void take(List<StageBuildpack> named, Sandbox sandbox, Duration limit) throws StageException, IOException, InterruptedException {
    var scripts = new ClassicScripts(workspace, sandbox, environment, log, limit);
    for (StageBuildpack one : named) {
      chosen.add(sources.writable(sources.get(one, scripts)));
    }
    for (ClassicBuildpack one : chosen.subList(0, chosen.size() - 1)) {
      if (!one.has("supply")) {
        throw new StageException("StagingError", one.key(), "buildpack '" + one.key() + "' does not support apps with several buildpacks: it has no bin/supply", 0,
            List.of(), "Name it last, or alone.");
      }
    }
  }

  /** Asks one buildpack whether it takes the app; true = this one builds. What a no was is not an error, however it came about. */
  public boolean detects(StageBuildpack told, Sandbox sandbox, Duration limit) throws StageException, IOException, InterruptedException {
    var scripts = new ClassicScripts(workspace, sandbox, environment, log, limit);
    ClassicBuildpack buildpack = sources.get(told, scripts);
    var answer = scripts.ask(buildpack.stack(), List.of(buildpack.script("detect"), Workspace.APP));
    if (answer.exit().status() != 0 || answer.exit().timedOut()) {
      if (answer.exit().timedOut() || answer.exit().status() != 1) {
        log.line(true, "detect of " + buildpack.key() + " failed: " + (answer.exit().timedOut() ? "not finished in time" : "exit status " + answer.exit().status()));
        answer.errors().forEach(line -> log.line(true, "  " + line));
      }
      return false;
    }
    chosen.add(sources.writable(buildpack));
    detected = answer.output().lines().reduce((first, last) -> last).orElse("");
    log.line(false, "detected " + buildpack.key() + (detected.isEmpty() ? "" : ": " + detected));
    return true;
  }

  /** Runs supply of all but the last; of the last supply and finalize, or compile. `limit` is for all together. */
  public void compile(Sandbox sandbox, Duration limit) throws StageException, IOException, InterruptedException {
    var scripts = new ClassicScripts(workspace, sandbox, environment, log, limit);
    for (int i = 0; i < chosen.size() - 1; i++) {
      ClassicBuildpack one = chosen.get(i);
      headline(one, "supply");
      workspace.index(index(i));
      // not a compile failure: so CF reports it
      script(scripts, "StagingError", one, "supply", cache(one), ClassicWorkspace.DEPS, index(i));
    }
    last(scripts);
  }

  private void last(ClassicScripts scripts) throws StageException, IOException, InterruptedException {
    ClassicBuildpack last = chosen.getLast();
    String index = index(chosen.size() - 1);
    String cache = workspace.cache(ClassicWorkspace.FINAL);
    if (!last.has("finalize")) {
      if (chosen.size() > 1) {
        log.line(true, "Warning: buildpack '" + last.key() + "' comes last and has no bin/finalize: it does not see what those before it supplied");
      }
      headline(last, "compile");
      workspace.dropIndex(index);
      // the third is Heroku's: a file for each variable; Cloud Foundry's look at two only
      script(scripts, COMPILE, last, "compile", cache, Workspace.PLATFORM + "/env");
      return;
    }
    workspace.index(index);
    if (last.has("supply")) {
      headline(last, "supply");
      script(scripts, COMPILE, last, "supply", cache, ClassicWorkspace.DEPS, index);
    }
    headline(last, "finalize");
    script(scripts, COMPILE, last, "finalize", cache, ClassicWorkspace.DEPS, index, ClassicWorkspace.PROFILE);
  }

  private void script(ClassicScripts scripts, String code, ClassicBuildpack buildpack, String name, String... arguments) throws StageException, InterruptedException {
    var command = new ArrayList<>(List.of(buildpack.script(name), Workspace.APP));
    command.addAll(List.of(arguments));
    scripts.run(failure(code, buildpack, name), stack(), command);
  }

  /** Asks how the app is started and makes layers of what there is now; nothing of the build may run any more afterwards. */
  public BuildResult release(Sandbox sandbox, Duration limit) throws StageException, IOException, InterruptedException {
    var processes = new ClassicProcesses();
    var used = new ArrayList<StagedBuildpack>();
    var indices = new ArrayList<String>();
    var caches = new ArrayList<String>();
    for (int i = 0; i < chosen.size(); i++) {
      ClassicBuildpack one = chosen.get(i);
      Path deps = workspace.deps().resolve(index(i));
      // a script may have put a link in its place, and what that leads to here is not what the script saw
      boolean there = SafeFiles.isDirectory(deps);
      boolean last = i == chosen.size() - 1;
      try {
        if (!(there && processes.launch(deps.resolve("launch.yml"))) && last) {
          String said = new ClassicScripts(workspace, sandbox, environment, log, limit).output(failure(RELEASE, one, "release"), stack(), List.of(one.script("release"), Workspace.APP));
          processes.release(said);
        }
        used.add(used(one, there ? deps.resolve("config.yml") : null));
      } catch (IOException e) {
        throw new StageException(RELEASE, one.key(), "what buildpack '" + one.key() + "' says about processes cannot be used: " + e.getMessage(), 0, List.of(),
            "Report this to the buildpack's authors.");
      }
      indices.add(index(i));
      caches.add(last ? ClassicWorkspace.FINAL : XxHash64.hex(one.key()));
    }
    procfile(processes);
    if (!processes.commands().containsKey("web")) {
      log.line(true, "Warning: neither the buildpack nor a Procfile says how to start 'web': give a command in the manifest, or with cf push -c");
    }
    List<BuiltLayer> layers = workspace.layers(indices, caches.stream().distinct().toList());
    return new BuildResult(List.of(new BuildResult.Output(AS_CNB, layers, Map.of())), launch(processes), "", Map.of(), List.of(), used, processes.sidecars());
  }

  private void procfile(ClassicProcesses processes) throws StageException {
    try {
      processes.procfile(workspace.app().resolve("Procfile"));
    } catch (IOException e) {
      throw new StageException("StagingError", "the app's Procfile cannot be used: " + e.getMessage(), "Correct the Procfile (lines of the form name: command) and push again.");
    }
  }

  private static Map<String, LaunchProcess> launch(ClassicProcesses processes) {
    var launch = new TreeMap<String, LaunchProcess>();
    processes.commands().forEach((type, command) -> launch.put(type, new LaunchProcess(type, List.of(command), List.of(), false, "", AS_CNB.id(), AS_CNB.api())));
    return launch;
  }

  private StagedBuildpack used(ClassicBuildpack buildpack, @Nullable Path file) throws IOException {
    Map<?, ?> config = file != null && SafeFiles.isFile(file) ? ClassicYaml.map(new String(SafeFiles.read(file), StandardCharsets.UTF_8), "config.yml") : Map.of();
    String name = shorten(ClassicYaml.text(config.get("name")));
    String version = shorten(ClassicYaml.text(config.get("version")));
    return StagedBuildpack.newBuilder().setId(buildpack.key()).setVersion(version.isEmpty() ? buildpack.version() : version)
        .setName(!name.isEmpty() ? name : !detected.isEmpty() ? shorten(detected) : buildpack.key()).build();
  }

  private static String shorten(String text) {
    String plain = text.replaceAll("\\p{Cntrl}", " ");
    return plain.length() > 200 ? plain.substring(0, 200) + "…" : plain;
  }

  private String cache(ClassicBuildpack buildpack) throws IOException {
    return workspace.cache(XxHash64.hex(buildpack.key()));
  }

  /** As many digits as the number of buildpacks has. */
  private String index(int i) {
    return String.format(Locale.ROOT, "%0" + String.valueOf(chosen.size()).length() + "d", i);
  }

  /** That of the last one: it decides what the app runs on. */
  private String stack() {
    return chosen.getLast().stack();
  }

  private void headline(ClassicBuildpack buildpack, String script) {
    log.line(false, "===> " + buildpack.key() + " (" + script + ")");
  }

  private static Failure failure(String code, ClassicBuildpack buildpack, String script) {
    return new Failure(code, buildpack.key(), "bin/" + script + " of buildpack '" + buildpack.key() + "'");
  }
}
