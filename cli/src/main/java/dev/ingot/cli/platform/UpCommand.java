package dev.ingot.cli.platform;

import dev.ingot.cli.Failure;
import dev.ingot.cli.output.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** `ingot up`: from nothing, or from a stopped platform, to one that is ready for a push. Harmless when it runs already. */
@Command(name = "up", mixinStandardHelpOptions = true, sortOptions = false,
    description = "Start the platform on this machine: PostgreSQL, controller, cell and router. Options given once are remembered.",
    footer = {"", "Examples:", "  ingot up", "  ingot up --admin-password 'correct horse battery staple'",
        "  ingot up --domain paas.example.com --http-port 80 --https-port 443 --tls-cert wildcard.pem --tls-key wildcard.key",
        "  ingot up --registry https://images.example.com --registry-prefix team/ingot --registry-user robot --registry-password-file robot.txt",
        "  ingot up --cells 2 --database-url 'jdbc:postgresql://db/ingot?user=ingot&password=…'"})
public final class UpCommand implements Callable<Integer> {
  @Option(names = "--admin-password", paramLabel = "PASSWORD", description = "Password of the first user, admin. Default: random, printed once.")
  private @Nullable String adminPassword;

  @Option(names = "--domain", paramLabel = "DOMAIN", description = "System domain; it and *.DOMAIN must lead here. Default: localhost.")
  private @Nullable String domain;

  @Option(names = "--http-port", paramLabel = "PORT", description = "Port for everything. Default: 8080.")
  private @Nullable Integer httpPort;

  @Option(names = "--https-port", paramLabel = "PORT", description = "Port for TLS. Default: none.")
  private @Nullable Integer httpsPort;

  @Option(names = "--tls-cert", paramLabel = "FILE", description = "Certificate chain, PEM. Default with --https-port: self-signed.")
  private @Nullable Path tlsCert;

  @Option(names = "--tls-key", paramLabel = "FILE", description = "Its private key, PEM (PKCS#8).")
  private @Nullable Path tlsKey;

  @Option(names = "--cells", paramLabel = "N", description = "Cells on this machine, 1 to 20. Default: 1.")
  private @Nullable Integer cells;

  @Option(names = "--database-url", paramLabel = "JDBC_URL", description = "An external PostgreSQL 15 or newer. Default: embedded.")
  private @Nullable String databaseUrl;

  @Mixin
  private RegistryOptions registry = new RegistryOptions();

  @Override
  public Integer call() throws Exception {
    Root.require("ingot up", "the cell starts containers");
    Platform platform = Platform.ofEnvironment();
    boolean first = !platform.exists();
    PlatformConfig config = validated(decide(platform, first));
    refuseWhatCannotWork(platform, first, config);
    Progress progress = new Progress(System.out);
    new Startup(platform, config, progress).run(adminPassword, registry.secrets());
    registry.left().ifPresent(left -> progress.note(("Droplets made until now stay in %s. Keep it until every app was built anew (ingot restage). Cells start what they know; "
        + "for all else let the platform read there, by these lines in %s, then ingot down and ingot up:%n%s").formatted(left.url(),
        platform.home().resolve("config/controller.local.properties"), left.asOther(platform))));
    NextSteps.print(platform, config, first && adminPassword == null, System.out);
    return 0;
  }

  private PlatformConfig decide(Platform platform, boolean first) throws IOException, InterruptedException {
    PlatformConfig old = first ? null : platform.read();
    int cellCount = cells != null ? cells : old != null ? old.cells() : 1;
    int https = httpsPort != null ? httpsPort : old != null ? old.httpsPort() : 0;
    Path directory = platform.home().resolve("config");
    String cert = tlsCert != null ? tlsCert.toAbsolutePath().toString() : old != null ? old.tlsCert() : "";
    String key = tlsKey != null ? tlsKey.toAbsolutePath().toString() : old != null ? old.tlsKey() : "";
    if (https != 0 && cert.isEmpty()) {
      cert = directory.resolve("tls.crt").toString();
      key = directory.resolve("tls.key").toString();
    }
    return new PlatformConfig(
        domain != null ? domain : old != null ? old.domain() : "localhost",
        httpPort != null ? httpPort : old != null ? old.httpPort() : 8080, https, cert, key, cellCount,
        databaseUrl != null ? databaseUrl : old != null ? old.databaseUrl() : "",
        old != null ? old.user() : ServiceUser.ensure(platform),
        old != null ? old.firstPort() : Ports.freeRange(30),
        old != null ? old.prefix() : prefix(platform.home()),
        old != null ? old.subnet() : Ports.freeSubnet(20), old != null ? old.memory() : 0,
        registry.decide(old != null ? old.registry() : RegistryConfig.OWN));
  }

  /** Everything wrong with the options, said before anything is changed. */
  private PlatformConfig validated(PlatformConfig config) {
    require(config.cells() >= 1 && config.cells() <= 20, "--cells must be 1 to 20, not " + config.cells());
    require(config.httpPort() >= 1 && config.httpPort() <= 65535, "--http-port must be 1 to 65535, not " + config.httpPort());
    require(config.httpsPort() >= 0 && config.httpsPort() <= 65535, "--https-port must be 1 to 65535, not " + config.httpsPort());
    require(config.httpPort() != config.httpsPort(), "--http-port and --https-port must differ");
    require(config.domain().matches("[a-z0-9]([a-z0-9.-]{0,200}[a-z0-9])?"), "--domain must be a lower-case DNS name, not '" + config.domain() + "'");
    require((tlsCert == null) == (tlsKey == null), "--tls-cert and --tls-key belong together");
    require(tlsCert == null || Files.isReadable(tlsCert), "--tls-cert: cannot read " + tlsCert);
    require(tlsKey == null || Files.isReadable(tlsKey), "--tls-key: cannot read " + tlsKey);
    require(tlsCert == null || config.httpsPort() != 0, "--tls-cert needs --https-port");
    require(config.databaseUrl().isEmpty() || config.databaseUrl().startsWith("jdbc:postgresql:"),
        "--database-url must start with jdbc:postgresql:, not '" + config.databaseUrl().replaceAll("(password=)[^&]*", "$1***") + "'");
    require(adminPassword == null || adminPassword.length() >= 8, "--admin-password must have 8 characters or more");
    return config;
  }

  private static void refuseWhatCannotWork(Platform platform, boolean first, PlatformConfig config) throws IOException {
    for (Doctor.Check check : Doctor.checks(platform)) {
      if (!check.ok() && !check.subject().startsWith("memory,") && !check.subject().startsWith("disk")) {
        throw new Failure("this machine lacks " + check.subject() + ". " + check.remedy() + ". ingot doctor shows everything.");
      }
    }
    boolean running = !first && PidFile.read(platform.pidFile("supervisor")).isPresent();
    if (running && !config.equals(platform.read())) {
      throw new Failure("the platform runs with other options. Run ingot down first, then ingot up with the new ones.");
    }
    if (!running && nothingRuns(platform, config)) {
      requireOwnPorts(config);
    }
    boolean routerRuns = PidFile.read(platform.pidFile("router")).isPresent();
    for (int port : new int[] {config.httpPort(), config.httpsPort()}) {
      if (port != 0 && !routerRuns && !Ports.free(java.net.InetAddress.getByName("0.0.0.0"), port)) {
        throw new Failure("port " + port + " is in use by another program (ss -ltnp shows which). Stop it, or choose another: ingot up --http-port 8081");
      }
    }
  }

  private static boolean nothingRuns(Platform platform, PlatformConfig config) throws IOException {
    for (String process : Platform.processes(config)) {
      if (PidFile.read(platform.pidFile(process)).isPresent()) {
        return false;
      }
    }
    return true;
  }

  /** Another platform may have chosen the same ones while this one was down. */
  private static void requireOwnPorts(PlatformConfig config) {
    for (int port = config.firstPort(); port <= config.cellStatusPort(config.cells()); port++) {
      if (!Ports.free(java.net.InetAddress.getLoopbackAddress(), port)) {
        throw new Failure("port " + port + " on 127.0.0.1, which this platform uses between its own processes, is in use by another program"
            + " (ss -ltnp shows which; perhaps another platform on this machine). Stop it, then try again.");
      }
    }
  }

  private static String prefix(Path home) {
    return "ig" + Integer.toHexString(home.hashCode() & 0xfffff);
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new Failure(message);
    }
  }
}
