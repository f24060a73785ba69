package dev.ingot.cli.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Lays out a platform's directory: state directories with their owners, secrets, and the configuration file of each process. */
final class Layout {
  private static final String ALPHABET = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
  private final Platform platform;
  private final PlatformConfig config;

  Layout(Platform platform, PlatformConfig config) {
    this.platform = platform;
    this.config = config;
  }

  /** Idempotent; existing secrets stay, unless a password is given. */
  void write(Distribution distribution, @Nullable String adminPassword, RegistryConfig.Secrets registry) throws IOException {
    directories();
    secret("admin-password", adminPassword);
    secret("join-token", null);
    secret("database-password", null);
    secret("encryption-key", null);
    registry.copy(platform, config.user());
    save("platform", config.toProperties());
    Properties current = new Properties();
    current.setProperty("directory", distribution.directory().toString());
    save("distribution", current);
    save("registries", PackageRegistries.discover());
    save("controller", controller());
    save("router", router());
    for (int cell = 1; cell <= config.cells(); cell++) {
      save("cell-" + cell, cell(cell, distribution));
    }
  }

  private void directories() throws IOException {
    for (String name : new String[] {"config", "run", "log", "stacks", "dist"}) {
      Files.createDirectories(platform.home().resolve(name));
    }
    for (String name : new String[] {"secrets", "postgres", "controller", "router"}) {
      Path directory = Files.createDirectories(platform.home().resolve(name));
      if (!name.equals("postgres")) {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
      }
      ServiceUser.own(config.user(), directory);
    }
  }

  private void secret(String name, @Nullable String value) throws IOException {
    Path file = platform.secret(name);
    if (Files.exists(file) && value == null) {
      return;
    }
    secret(file, value != null ? value : random(), config.user());
  }

  /** A file only the service user and root read. */
  static void secret(Path file, String value, String user) throws IOException {
    Files.deleteIfExists(file);
    Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, value);
    ServiceUser.own(user, file);
  }

  private Properties controller() throws IOException {
    Properties p = new Properties();
    p.setProperty("server.address", "127.0.0.1");
    p.setProperty("server.port", String.valueOf(config.controllerPort()));
    p.setProperty("ingot.grpc-port", String.valueOf(config.grpcPort()));
    p.setProperty("ingot.state-dir", platform.state("controller").toString());
    p.setProperty("ingot.system-domain", config.domain());
    p.setProperty("ingot.apps-domain", config.appsDomain());
    p.setProperty("ingot.external-url", config.url());
    p.setProperty("ingot.join-token-file", platform.secret("join-token").toString());
    p.setProperty("ingot.admin-password-file", platform.secret("admin-password").toString());
    p.setProperty("ingot.encryption-key-file", platform.secret("encryption-key").toString());
    if (config.databaseUrl().isEmpty()) {
      p.setProperty("spring.datasource.url", "jdbc:postgresql://127.0.0.1:" + config.postgresPort() + "/postgres");
      p.setProperty("spring.datasource.username", "ingot");
      p.setProperty("spring.datasource.password", Files.readString(platform.secret("database-password")));
    } else {
      p.setProperty("spring.datasource.url", config.databaseUrl());
    }
    config.registry().tell(platform, p);
    Path own = platform.config("controller.local");
    if (Files.exists(own)) {
      try (var reader = Files.newBufferedReader(own)) {
        p.load(reader);
      }
    }
    return p;
  }

  private Properties router() {
    Properties p = shared("router", config.routerStatusPort());
    p.setProperty("router.id", "router-1");
    p.setProperty("http.address", "0.0.0.0");
    p.setProperty("http.port", String.valueOf(config.httpPort()));
    p.setProperty("https.port", String.valueOf(config.httpsPort()));
    p.setProperty("tls.cert", config.tlsCert());
    p.setProperty("tls.key", config.tlsKey());
    p.setProperty("system.domain", config.domain());
    p.setProperty("apps.domain", config.appsDomain());
    return p;
  }

  private Properties cell(int cell, Distribution distribution) {
    Properties p = shared("cell-" + cell, config.cellStatusPort(cell));
    p.setProperty("cell.id", "cell-" + cell);
    p.setProperty("subnet", "10.132." + (config.subnet() + cell - 1) + ".0/24");
    p.setProperty("name.prefix", config.prefix() + (char) ('a' + cell - 1));
    p.setProperty("memory", String.valueOf(cellMemory()));
    p.setProperty("disk", "0");
    p.setProperty("jdk.home", ServiceCommand.jdk().toString());
    p.setProperty("buildpacks.dir", distribution.buildpacks().toString());
    p.setProperty("router.port", String.valueOf(config.httpPort()));
    return p;
  }

  private Properties shared(String process, int statusPort) {
    Properties p = new Properties();
    p.setProperty("controller.http", "http://127.0.0.1:" + config.controllerPort());
    p.setProperty("controller.grpc", "127.0.0.1:" + config.grpcPort());
    p.setProperty("join.token.file", platform.secret("join-token").toString());
    p.setProperty("state.dir", platform.state(process).toString());
    p.setProperty("status.port", String.valueOf(statusPort));
    return p;
  }

  /** Several cells share the machine evenly; one alone measures for itself (0). */
  private long cellMemory() {
    if (config.memory() > 0 || config.cells() == 1) {
      return config.memory();
    }
    var system = (com.sun.management.OperatingSystemMXBean) java.lang.management.ManagementFactory.getOperatingSystemMXBean();
    return system.getTotalMemorySize() * 8 / 10 / config.cells();
  }

  /** Files that may hold a password (database, mirrors) are read by the service user and root only. */
  private void save(String name, Properties properties) throws IOException {
    Path file = platform.config(name);
    Files.deleteIfExists(file);
    Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try (var writer = Files.newBufferedWriter(file)) {
      properties.store(writer, "written by ingot up");
    }
    if (name.startsWith("cell-") || name.equals("distribution")) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    } else {
      ServiceUser.own(config.user(), file);
    }
  }

  private static String random() {
    SecureRandom random = new SecureRandom();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 24; i++) {
      text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return text.toString();
  }
}
