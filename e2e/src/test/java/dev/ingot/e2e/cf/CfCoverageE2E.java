package dev.ingot.e2e.cf;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** The evening: the last org goes, and what ran is written down. */
@Order(190)
class CfCoverageE2E {
  private static final CfPlatform PLATFORM = CfPlatform.get();
  private static final String PLUGINS = "about plugins on the laptop; never asks the platform";
  private static final String SSH = "there is no way into a container yet";
  private static final String BROKERS = "there are no service brokers yet";
  private static final String POLICIES = "there are no network policies yet";
  private static final Map<String, String> NOT_APPLICABLE = Map.ofEntries(
      Map.entry("add-plugin-repo", PLUGINS), Map.entry("remove-plugin-repo", PLUGINS), Map.entry("list-plugin-repos", PLUGINS), Map.entry("repo-plugins", PLUGINS),
      Map.entry("plugins", PLUGINS), Map.entry("install-plugin", PLUGINS), Map.entry("uninstall-plugin", PLUGINS), Map.entry("ssh", SSH), Map.entry("ssh-code", SSH),
      Map.entry("network-policies", POLICIES), Map.entry("add-network-policy", POLICIES), Map.entry("remove-network-policy", POLICIES),
      Map.entry("create-service", BROKERS), Map.entry("update-service", BROKERS), Map.entry("upgrade-service", BROKERS), Map.entry("create-service-key", BROKERS),
      Map.entry("service-keys", BROKERS), Map.entry("service-key", BROKERS), Map.entry("delete-service-key", BROKERS), Map.entry("create-service-broker", BROKERS),
      Map.entry("update-service-broker", BROKERS), Map.entry("delete-service-broker", BROKERS), Map.entry("rename-service-broker", BROKERS),
      Map.entry("purge-service-offering", BROKERS), Map.entry("purge-service-instance", BROKERS), Map.entry("enable-service-access", BROKERS),
      Map.entry("disable-service-access", BROKERS), Map.entry("share-service", BROKERS), Map.entry("unshare-service", BROKERS));
  private static final List<String> ONE_OF_EACH_CLASS = List.of("login", "push", "scale", "run-task", "org-quotas", "routes", "services", "buildpacks");
  /** Commands that do not work, or are not tried, and why: each a piece of work to do. */
  private static final Map<String, String> NOT_YET = new TreeMap<>(Map.of());

  @Test
  @Order(1)
  void orgWithEverythingInIt_isDeletedWhole() throws Exception {
    Cf cf = PLATFORM.adminIn("full");
    cf.run("push", "doomed", "--no-manifest", "-p", "probe", "-m", "40M", "-k", "100M").ok("running");
    cf.run("create-user-provided-service", "thing", "-p", "{}").ok("OK");
    cf.run("bind-service", "doomed", "thing").ok("OK");
    cf.run("create-space", "second").ok("OK");
    cf.run("create-private-domain", "full", "full.example").ok("OK");
    cf.run("create-space-quota", "full-quota", "-m", "1G").ok("OK");

    cf.run("delete-org", "full", "-f").ok("Deleting org full as admin...", "OK");

    cf.run("org", "full").refused("Organization 'full' not found.");
    assertThat(PLATFORM.get("doomed." + CfPlatform.APPS).statusCode()).isEqualTo(404);
    assertThat(cf.curl("/v3/apps?names=doomed").at("/pagination/total_results").asInt()).isZero();
    assertThat(cf.curl("/v3/routes?hosts=doomed").at("/pagination/total_results").asInt()).isZero();
    assertThat(cf.curl("/v3/domains?names=full.example").at("/pagination/total_results").asInt()).isZero();
  }

  @Test
  @Order(2)
  void coverage_isWritten() throws Exception {
    Map<String, List<String>> sections = Coverage.commands(PLATFORM.stranger().run("help", "-a").ok("GETTING STARTED:").output());
    List<String> all = sections.values().stream().flatMap(List::stream).toList();
    List<String> missing = new ArrayList<>(all.stream().filter(command -> !Coverage.hasPassed(command) && !NOT_APPLICABLE.containsKey(command) && !NOT_YET.containsKey(command)).toList());
    String page = page(sections);
    System.out.println(page.lines().filter(line -> line.startsWith("**")).findFirst().orElse(""));
    System.out.println("TIMING cf commands: " + Coverage.slowest());

    if (!ONE_OF_EACH_CLASS.stream().allMatch(Coverage::hasPassed)) {
      System.out.println("Not all classes ran: the page is left as it is. Not passed in this run: " + missing);
      return;
    }
    Files.writeString(CfPlatform.ROOT.resolve("docs/reference/cf-command-coverage.md"), page);
    assertThat(missing).as("cf commands that neither passed nor are excused in CfCoverageE2E").isEmpty();
    assertThat(NOT_YET.keySet().stream().filter(Coverage::hasPassed)).as("commands that pass now: take them off NOT_YET").isEmpty();
  }

  private static String page(Map<String, List<String>> sections) {
    StringBuilder page = new StringBuilder();
    int passed = 0;
    int applicable = 0;
    for (Map.Entry<String, List<String>> section : sections.entrySet()) {
      page.append("\n## ").append(section.getKey().charAt(0)).append(section.getKey().substring(1).toLowerCase(java.util.Locale.ROOT)).append("\n\n| command | result | flags that were tried |\n| --- | --- | --- |\n");
      for (String command : section.getValue()) {
        boolean pass = Coverage.hasPassed(command);
        passed += pass ? 1 : 0;
        applicable += pass || !NOT_APPLICABLE.containsKey(command) ? 1 : 0;
        page.append("| ").append(command).append(" | ").append(result(command)).append(" | ").append(code(Coverage.flags(command))).append(" |\n");
      }
    }
    return """
        # cf command coverage

        Which commands of `cf help -a` ran in the end-to-end tests (`CfLoginE2E` to `CfCoverageE2E`) against a platform with its own domain and TLS on 443, and were found right: exit code and the
        words that a user reads. Made by `CfCoverageE2E`; the binary is cf %s, built from its Go module (why this version: [e2e/cf](../../e2e/cf/README.md)).

        **%d of %d commands passed; %d more do not apply.** "Refusals too" means that at least one wrong use was refused with the right words.
        """.formatted(GoBuild.CF_VERSION, passed, applicable, sections.values().stream().mapToInt(List::size).sum() - applicable) + page;
  }

  private static String result(String command) {
    if (Coverage.hasPassed(command)) {
      return Coverage.hasRefused(command) ? "passed, refusals too" : "passed";
    }
    return NOT_APPLICABLE.containsKey(command) ? "does not apply: " + NOT_APPLICABLE.get(command) : "**not yet**: " + NOT_YET.getOrDefault(command, "not run");
  }

  private static String code(String flags) {
    return flags.isEmpty() ? "" : "`" + flags + "`";
  }
}
