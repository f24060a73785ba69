package dev.ingot.cli.rebase;

import dev.ingot.api.common.ToOne;
import dev.ingot.api.rebase.Rebase;
import dev.ingot.api.rebase.RebaseApp;
import dev.ingot.api.rebase.RebaseRequest;
import dev.ingot.api.stack.Stack;
import dev.ingot.cli.Failure;
import dev.ingot.cli.output.Table;
import dev.ingot.cli.session.Output;
import dev.ingot.cli.session.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** `ingot rebase NAME | --all`. */
@Command(name = "rebase", mixinStandardHelpOptions = true, description = {"Put an app, or all apps, on the newest run image of their stack without a build.",
    "Apps are replaced in waves; a wave that does not stay healthy goes back, and the rest is left alone."},
    footer = {"", "Examples:", "  ingot rebase web", "  ingot rebase --all --dry-run", "  ingot rebase --all --wave 25", "  ingot rebase --all --cancel"})
public final class RebaseCommand implements Callable<Integer> {
  private static final Set<String> GOING_ON = Set.of("PLANNING", "ROLLING", "CANCELING", "REVERTING");
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

  @Parameters(paramLabel = "NAME", arity = "0..1", description = "Name of the app.")
  private @Nullable String name;

  @Option(names = "--all", description = "All apps of the stack, then those on its tiny one. For admins.")
  private boolean all;

  @Option(names = "--stack", paramLabel = "STACK", description = "Name of the stack. Default: the app's, or with --all the platform's and its tiny one.")
  private @Nullable String stack;

  @Option(names = "--dry-run", description = "Only say who is affected.")
  private boolean dryRun;

  @Option(names = "--force", description = "Also where the run image may not fit: another distribution, another image.")
  private boolean force;

  @Option(names = "--wave", paramLabel = "PERCENT", description = "Apps that are replaced at once, 1 to 100 %%. Default: 10, at least one app.")
  private @Nullable Integer wave;

  @Option(names = "--cancel", description = "With --all: begin no further wave of the rebase that goes on.")
  private boolean cancel;

  @Mixin
  private Output output = new Output();

  @Override
  public Integer call() throws InterruptedException {
    if (all == (name != null)) {
      throw new Failure("say which app to rebase, or --all. What would happen: ingot rebase --all --dry-run");
    }
    if (cancel && !all) {
      throw new Failure("only a rebase of all apps is cancelled: ingot rebase --all --cancel. Cancel the deployment of one app: cf cancel-deployment " + name);
    }
    Session session = Session.open();
    List<Result> results = new ArrayList<>();
    for (String one : all && stack == null && !cancel ? stacks(session) : Collections.singletonList(stack)) {
      Rebase rebase = watch(session, cancel ? cancelled(session) : begun(session, one));
      Result result = new Result(rebase, session.api().list("/v3/rebases/" + rebase.guid() + "/apps?per_page=5000", RebaseApp.class));
      results.add(result);
      if (!output.json()) {
        print(result.rebase, result.apps);
      }
      if (result.wentWrong() || rebase.state().equals("CANCELED")) {
        break;
      }
    }
    output.printed(results.size() == 1 ? results.getFirst() : results);
    return results.stream().anyMatch(Result::wentWrong) ? 1 : 0;
  }

  /** What `--json` prints; a list of these for several stacks. */
  public record Result(Rebase rebase, List<RebaseApp> apps) {
    boolean wentWrong() {
      return rebase.state().equals("STOPPED") || rebase.state().equals("FAILED") || rebase.apps().failed() > 0;
    }
  }

  /** The platform's stack, and those where its apps go whose programs need nothing of it. */
  private static List<String> stacks(Session session) {
    List<Stack> known = session.api().list("/v3/stacks?per_page=5000", Stack.class);
    return known.stream().filter(Stack::preferred).findFirst().map(whole -> {
      List<String> names = new ArrayList<>(List.of(whole.name()));
      known.stream().filter(one -> one.links().containsKey("tiny_of") && one.links().get("tiny_of").href().endsWith("?names=" + whole.name())).map(Stack::name).forEach(names::add);
      return names;
    }).orElseThrow(() -> new Failure("the platform has no stack yet: ingot up makes it"));
  }

  private Rebase begun(Session session, @Nullable String stack) {
    RebaseRequest.Relationships app = name == null ? null : new RebaseRequest.Relationships(ToOne.of(session.app(name).guid()));
    return session.api().post("/v3/rebases", new RebaseRequest(app, stack, dryRun, force, wave), Rebase.class);
  }

  private Rebase cancelled(Session session) {
    Rebase active = session.api().list("/v3/rebases?states=PLANNING,ROLLING", Rebase.class).stream().filter(one -> one.relationships() == null && !one.dryRun())
        .filter(one -> stack == null || one.stack().equals(stack)).findFirst().orElseThrow(() -> new Failure("no rebase of all apps goes on"));
    return session.api().post("/v3/rebases/" + active.guid() + "/actions/cancel", null, Rebase.class);
  }

  private Rebase watch(Session session, Rebase begun) throws InterruptedException {
    output.say("Rebase %s onto %s", begun.guid(), begun.runImage());
    if (!dryRun) {
      output.say("It goes on when this command is stopped; see it again: cf curl /v3/rebases/%s", begun.guid());
    }
    Rebase rebase = begun;
    String told = "";
    while (GOING_ON.contains(rebase.state())) {
      String line = progress(rebase);
      if (!line.equals(told)) {
        output.say("%s", line);
        told = line;
      }
      Thread.sleep(BETWEEN_LOOKS);
      rebase = session.api().get("/v3/rebases/" + rebase.guid(), Rebase.class);
    }
    return rebase;
  }

  private static String progress(Rebase rebase) {
    var apps = rebase.apps();
    return switch (rebase.state()) {
      case "PLANNING" -> "looking at the apps";
      case "REVERTING" -> "wave " + rebase.wave() + " goes back: " + rebase.reason();
      default -> "wave " + rebase.wave() + ": " + apps.done() + " done, " + apps.deploying() + " being replaced, " + apps.waiting() + " waiting";
    };
  }

  private static void print(Rebase rebase, List<RebaseApp> apps) {
    List<RebaseApp> told = apps.stream().filter(app -> rebase.dryRun() || !app.state().equals("DONE") && !app.state().equals("UNCHANGED")).toList();
    if (!told.isEmpty()) {
      Table table = new Table("app", "state", "reason");
      told.forEach(app -> table.row(app.name(), rebase.dryRun() && app.state().equals("WAITING") ? "would be rebased" : app.state().toLowerCase(java.util.Locale.ROOT),
          app.reason() == null ? "" : app.reason()));
      table.print(System.out);
    }
    var counts = rebase.apps();
    if (rebase.dryRun()) {
      System.out.printf("%d of %d apps would be rebased, %d at a time; %d are on this run image, %d refused%n", counts.waiting(), counts.total(), rebase.waveSize(),
          counts.unchanged(), counts.refused());
      return;
    }
    System.out.printf("%s: %d rebased, %d were on this run image, %d refused, %d failed, %d went back, %d left as they were%n", rebase.state().toLowerCase(java.util.Locale.ROOT),
        counts.done(), counts.unchanged(), counts.refused(), counts.failed(), counts.reverted(), counts.skipped());
    if (rebase.reason() != null) {
      System.out.println(rebase.reason());
    }
  }
}
