package dev.ingot.cli.login;

import dev.ingot.cli.Failure;
import dev.ingot.cli.session.Output;
import dev.ingot.cli.session.Session;
import dev.ingot.cli.target.Target;
import dev.ingot.cli.target.TargetFile;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** `ingot target`. */
@Command(name = "target", mixinStandardHelpOptions = true, description = "Show or choose the org and space that commands go to.",
    footer = {"", "Examples:", "  ingot target", "  ingot target -o shop -s prod"})
public final class TargetCommand implements Callable<Integer> {
  @Option(names = {"-o", "--org"}, paramLabel = "ORG", description = "Org to target.")
  private @Nullable String org;

  @Option(names = {"-s", "--space"}, paramLabel = "SPACE", description = "Space to target.")
  private @Nullable String space;

  @Mixin
  private Output output = new Output();

  @Override
  public Integer call() {
    Session session = Session.open();
    Target target = session.target();
    if (org != null || space != null) {
      target = Login.choose(TargetFile.ofEnvironment(), session, chosenOrg(session), space);
    }
    if (!output.printed(facts(target))) {
      print(target, System.out);
    }
    return 0;
  }

  private Target.Named chosenOrg(Session session) {
    if (org != null) {
      return Login.org(session, org);
    }
    Target.Named current = session.target().org();
    if (current == null) {
      throw new Failure("no org is targeted. Give both: ingot target -o ORG -s SPACE");
    }
    return current;
  }

  static void print(Target target, PrintStream out) {
    facts(target).forEach((name, value) -> out.printf("  %-6s %s%n", name, value.isEmpty() ? "none: ingot target -o ORG -s SPACE" : value));
  }

  private static Map<String, String> facts(Target target) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("api", target.api());
    facts.put("org", target.org() == null ? "" : target.org().name());
    facts.put("space", target.space() == null ? "" : target.space().name());
    return facts;
  }
}
