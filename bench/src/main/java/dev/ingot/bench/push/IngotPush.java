package dev.ingot.bench.push;

import dev.ingot.bench.BenchFailure;
import dev.ingot.bench.measure.Rounds;
import dev.ingot.bench.platform.Installation;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** `ingot push` of a new app, then of the same with one line changed. */
final class IngotPush {
  static final String FIRST = "ingot push, new app";
  static final String AGAIN = "ingot push, one line changed";
  private static final Pattern VERSIONS = Pattern.compile("Node\\.js v?([0-9.]+).*?npm ([0-9.]+)");

  private final Installation installation;
  private final Source source;
  private String node = "";
  private String npm = "";

  IngotPush(Installation installation, Source source) {
    this.installation = installation;
    this.source = source;
  }

  /** Version of Node.js the buildpack chose; after the first round. */
  String node() {
    return node;
  }

  /** Version of npm the buildpack chose; after the first round. */
  String npm() {
    return npm;
  }

  Map<String, Double> measure(int round) throws IOException {
    String name = "bench-push-" + round;
    try {
      double first = push(name, source.change("first-" + round));
      double again = push(name, source.change("again-" + round));
      return Map.of(FIRST, first / 1000, AGAIN, again / 1000);
    } finally {
      installation.ingot(installation.root(), Duration.ofMinutes(2), "delete", name, "-f", "-r");
    }
  }

  /** Pushes a new app and deletes it; seconds until it answered. */
  double once(String name, String word) throws IOException {
    try {
      return push(name, source.change(word)) / 1000;
    } finally {
      installation.ingot(installation.root(), Duration.ofMinutes(2), "delete", name, "-f", "-r");
    }
  }

  private double push(String name, String answer) {
    long start = System.nanoTime();
    String output = installation.ingot(source.directory(), Duration.ofMinutes(10), "push", name, "--no-manifest", "-m", "128M", "-u", "http", "--endpoint", "/")
        .mustSucceed("ingot push " + name).output();
    new Site("http://127.0.0.1:" + installation.routerPort(), installation.host(name)).await(answer);
    double took = Rounds.since(start);
    versions(output);
    return took;
  }

  private void versions(String output) {
    Matcher found = VERSIONS.matcher(output);
    if (found.find()) {
      node = found.group(1);
      npm = found.group(2);
    } else if (node.isEmpty()) {
      throw new BenchFailure("the staging log does not tell the versions of Node.js and npm:\n" + output);
    }
  }
}
