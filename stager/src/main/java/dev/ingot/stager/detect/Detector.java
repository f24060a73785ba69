package dev.ingot.stager.detect;

import dev.ingot.api.cell.v1.DetectOutcome;
import dev.ingot.api.cell.v1.DetectVerdict;
import dev.ingot.stager.buildpack.Buildpack;
import dev.ingot.stager.buildpack.BuildpackStore;
import dev.ingot.stager.buildpack.Member;
import dev.ingot.stager.build.BuildEnvironment;
import dev.ingot.stager.files.StageException;
import dev.ingot.stager.files.Workspace;
import dev.ingot.stager.log.LogSink;
import dev.ingot.stager.plan.PlanResolver;
import dev.ingot.stager.sandbox.Sandbox;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the first group of buildpacks that takes the app. Source: CNB platform spec, "Detector"; buildpacks-and-images.md §1.3 to §1.6. */
public final class Detector {
  /** Nobody takes the app. */
  static final int NOTHING = 20;
  /** Nobody takes the app, and a detect had an error. */
  static final int NOTHING_WITH_ERRORS = 21;
  /** Detects started before anybody asked for their verdicts; others are started when a group needs them. */
  private static final int MAX_AHEAD = 200;
  /** Longest line of a buildpack that goes into an error, characters. */
  private static final int MAX_SAID = 300;
  private static final String ANY = "Push from the directory with package.json, pom.xml, index.html, a Procfile or an executable in it, or name a buildpack with -b.";
  private static final String CHOSEN = "Give these buildpacks what they look for, in the app or its variables, or choose others; ingot plan shows what each of them said.";

  private final Workspace workspace;
  private final BuildEnvironment environment;
  private final BuildpackStore store;
  private final LogSink log;
  private final Outcomes outcome = new Outcomes();
  private final Set<String> shown = new HashSet<>();
  /** What the one group's buildpacks said, when there is only one: somebody chose them, and wants to know. */
  private final List<String> refusals = new ArrayList<>();
  private volatile @Nullable DetectRuns running;

  /** @param store knows what composites consist of */
  public Detector(Workspace workspace, BuildEnvironment environment, BuildpackStore store, LogSink log) {
    this.workspace = workspace;
    this.environment = environment;
    this.store = store;
    this.log = log;
  }

  /**
   * The first group that passes, with its plan; image extensions stand in front.
   *
   * @param limit of all detects together
   * @throws StageException NoAppDetectedError when nothing passes, with exit code 20, or 21 when a detect had an error
   */
  public PlanResolver.Resolution<Buildpack> detect(List<List<Member>> order, List<List<Member>> extensions, Sandbox sandbox, Duration limit)
      throws StageException, IOException, InterruptedException {
    var orders = new Orders(store::parts, environment.execEnv());
    try (var runs = new DetectRuns(workspace, environment, sandbox, limit)) {
      running = runs;
      var all = new ArrayList<>(orders.components(extensions));
      all.addAll(orders.components(order));
      runs.start(all.subList(0, Math.min(MAX_AHEAD, all.size())));
      var found = orders.first(order, extensions, group -> attempt(group, orders, runs));
      if (found.isPresent()) {
        outcome.taken(found.get());
        found.get().elements().forEach(b -> log.line(false, "detected " + b.ref()));
        return found.get();
      }
    }
    throw nothing();
  }

  /** To be called before the container is closed: what detection started has let go of it then. */
  public void settle() {
    var runs = running;
    if (runs != null) {
      runs.settle();
    }
  }

  /** What was found so far, also when nothing passed. */
  public DetectOutcome outcome() {
    return outcome.message();
  }

  private Optional<PlanResolver.Resolution<Buildpack>> attempt(List<Member> group, Orders orders, DetectRuns runs)
      throws StageException, IOException, InterruptedException {
    var usable = group.stream().map(Member::buildpack).filter(b -> orders.problem(b).isEmpty()).toList();
    runs.start(usable);
    var results = new ArrayList<Detected>();
    for (Member member : group) {
      String problem = orders.problem(member.buildpack());
      Detected result = problem.isEmpty() ? runs.await(member.buildpack()) : Detected.error(member.buildpack(), -1, problem, List.of(), 0);
      results.add(result);
      outcome.tried(result);
      show(result);
    }
    var candidates = new ArrayList<PlanResolver.Candidate<Buildpack>>();
    var refused = new ArrayList<String>();
    var said = new ArrayList<String>();
    for (int i = 0; i < group.size(); i++) {
      if (results.get(i).passed()) {
        candidates.add(new PlanResolver.Candidate<>(group.get(i).buildpack(), group.get(i).optional(), results.get(i).options()));
      } else if (!group.get(i).optional()) {
        refused.add(group.get(i).buildpack().ref() + ": " + results.get(i).why());
        if (results.get(i).verdict() == DetectVerdict.FAILED) {
          said.add(refusal(results.get(i)));
        }
      }
    }
    if (!refused.isEmpty()) {
      if (refusals.isEmpty()) {
        refusals.addAll(said);
      }
      outcome.group(group, String.join("; ", refused));
      return Optional.empty();
    }
    return resolve(group, candidates);
  }

  private Optional<PlanResolver.Resolution<Buildpack>> resolve(List<Member> group, List<PlanResolver.Candidate<Buildpack>> candidates) throws StageException {
    if (candidates.stream().allMatch(c -> c.value().extension())) {
      outcome.group(group, "none of its buildpacks is for this app");
      return Optional.empty();
    }
    var found = PlanResolver.resolve(candidates).filter(r -> r.elements().stream().anyMatch(b -> !b.extension()));
    if (found.isEmpty()) {
      var problems = PlanResolver.problems(candidates, Buildpack::ref);
      String why = "the build plans do not fit together" + (problems.isEmpty() ? "" : ": " + String.join("; ", problems));
      outcome.group(group, why);
      log.line(false, String.join(", ", candidates.stream().map(c -> c.value().ref()).toList()) + ": " + why);
      return found;
    }
    refuseSameDirectory(found.get().elements());
    outcome.group(group, "");
    return found;
  }

  /** `a/b` and `a_b` would write to one layers directory. */
  private static void refuseSameDirectory(List<Buildpack> elements) throws StageException {
    Map<String, Buildpack> byDirectory = new HashMap<>();
    for (Buildpack buildpack : elements) {
      Buildpack other = buildpack.extension() ? null : byDirectory.put(buildpack.dirName(), buildpack);
      if (other != null) {
        throw new StageException("StagingError", buildpack.ref(), "its id and that of " + other.ref() + " differ in '/' and '_' only; they cannot build together", 0, List.of(),
            "Give one of them another id.");
      }
    }
  }

  /** Output is shown buildpack by buildpack, and only when something went wrong: a plain "no" is of no interest. */
  private void show(Detected result) {
    if (result.verdict() == DetectVerdict.ERROR && shown.add(result.buildpack().containerDirectory())) {
      log.line(true, "detect of " + result.buildpack().ref() + " failed: " + result.why());
      result.output().forEach(line -> log.line(true, "  " + line));
    }
  }

  private StageException nothing() {
    var errors = outcome.results().stream().filter(r -> r.verdict() == DetectVerdict.ERROR).toList();
    var lines = new ArrayList<String>();
    errors.forEach(e -> lines.addAll(e.output()));
    String tried = String.join(", ", outcome.results().stream().map(r -> r.buildpack().ref()).toList());
    var reason = new StringBuilder("no buildpack takes this app (tried " + (tried.isEmpty() ? "none" : tried) + ")");
    errors.forEach(e -> reason.append("; ").append(e.buildpack().ref()).append(" failed: ").append(e.why()));
    outcome.misfits().forEach(why -> reason.append("; ").append(why));
    boolean chosen = outcome.message().getGroupsCount() == 1;
    if (chosen) {
      refusals.forEach(said -> reason.append("; ").append(said));
    }
    return new StageException("NoAppDetectedError", errors.size() == 1 ? errors.getFirst().buildpack().ref() : "", reason.toString(),
        errors.isEmpty() ? NOTHING : NOTHING_WITH_ERRORS, lines.subList(Math.max(0, lines.size() - 40), lines.size()),
        chosen ? CHOSEN : ANY);
  }

  /** The last line is what most buildpacks explain themselves with. */
  private static String refusal(Detected result) {
    String last = result.output().stream().map(line -> line.replaceAll("\\e\\[[0-9;]*m|\\p{Cntrl}", "").strip()).filter(line -> !line.isEmpty()).reduce((a, b) -> b).orElse("");
    return result.buildpack().ref() + ": " + result.why() + (last.isEmpty() ? "" : ": " + (last.length() > MAX_SAID ? last.substring(0, MAX_SAID) + "…" : last));
  }
}
