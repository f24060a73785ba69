package dev.ingot.cell.staging;

import dev.ingot.cell.bundle.BundleSpec.Bind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How this machine reaches package registries, made visible in a build container: its CA bundle, proxies, and the settings of apt, npm,
 * pip, uv, Go, Cargo, Bundler and Maven. Copied, so that the container's user can read them; they are not part of any image. A build can see them: they
 * are for mirrors that whoever builds here may use.
 */
final class MachineSettings {
  private static final String BUNDLE = "/etc/ssl/certs/ca-certificates.crt";
  private static final Pattern PASSED = Pattern.compile(
      "(?i)(https?|all|no|ftp)_proxy|SSL_CERT_FILE|[A-Z_]*CA_BUNDLE|[A-Z_]*EXTRA_CA_CERTS|PIP_CERT|GIT_SSL_CAINFO|PIP_(INDEX_URL|EXTRA_INDEX_URL|TRUSTED_HOST)"
          + "|UV_(DEFAULT_INDEX|INDEX|INDEX_URL|EXTRA_INDEX_URL)|GOPROXY|GONOSUMDB|GOSUMDB|GOPRIVATE|GONOPROXY|GOINSECURE|INGOT_NPM_REGISTRY|INGOT_MAVEN_REPOSITORY|INGOT_GRADLE_DISTRIBUTIONS|NPM_CONFIG_REGISTRY");
  /** A mirror of Central or of all; Debian's own settings hold one of another kind, which leads nowhere on purpose. */
  private static final Pattern MIRROR = Pattern.compile("<mirror>(?=(?:(?!</mirror>).)*<mirrorOf>\\s*(?:\\*|central|external:\\*)\\s*[,<])(?:(?!</mirror>).)*?<url>\\s*([^<\\s]+)\\s*</url>", Pattern.DOTALL);

  private final Path copies;
  private final List<Bind> binds = new ArrayList<>();
  private final Map<String, String> env = new TreeMap<>();

  /** Collects what is there now; what is missing is left out. @param copies an empty directory that lives as long as the container */
  MachineSettings(Path copies, Map<String, String> cellEnv) throws IOException {
    this.copies = copies;
    file(Path.of(BUNDLE), BUNDLE);
    cellEnv.forEach((name, value) -> {
      if (PASSED.matcher(name).matches()) {
        env.put(name, value);
      }
    });
    certificates();
    apt(Path.of("/etc/apt"));
    keyrings();
    Path home = Path.of(cellEnv.getOrDefault("HOME", "/root"));
    if (file(home.resolve(".npmrc"), "/etc/ingot/npmrc")) {
      env.put("NPM_CONFIG_USERCONFIG", "/etc/ingot/npmrc");
    }
    if (file(Path.of("/etc/npmrc"), "/etc/npmrc")) {
      env.put("NPM_CONFIG_GLOBALCONFIG", "/etc/npmrc");
    }
    file(Path.of("/etc/pip.conf"), "/etc/pip.conf");
    named("PIP_CONFIG_FILE", "/etc/ingot/pip.conf", home.resolve(".config/pip/pip.conf"), home.resolve(".pip/pip.conf"));
    named("UV_CONFIG_FILE", "/etc/ingot/uv.toml", home.resolve(".config/uv/uv.toml"), Path.of("/etc/uv/uv.toml"));
    named("INGOT_CARGO_CONFIG", "/etc/ingot/cargo.toml", home.resolve(".cargo/config.toml"), home.resolve(".cargo/config"));
    named("BUNDLE_USER_CONFIG", "/etc/ingot/bundle-config", home.resolve(".bundle/config"));
    maven(home);
  }

  /** Mounts of the copies. */
  List<Bind> binds() {
    return binds;
  }

  /** Variables, to be put below those of the command. */
  Map<String, String> env() {
    return env;
  }

  /** A variable that names another bundle of this machine is worth nothing without that file. */
  private void certificates() throws IOException {
    for (String value : List.copyOf(env.values())) {
      if (value.startsWith("/") && !value.equals(BUNDLE)) {
        file(Path.of(value), value);
      }
    }
  }

  /** Buildpacks for Debian packages read `sources.list` without asking whether it is there, and newer systems have only the directory beside it. */
  private void apt(Path host) throws IOException {
    tree(host, "/etc/apt");
    if (Files.isDirectory(host)) {
      Path list = binds.getLast().host().resolve("sources.list");
      if (!Files.exists(list)) {
        Files.createFile(list);
        Files.setAttribute(list, "unix:mode", 0644);
      }
    }
  }

  private void keyrings() throws IOException {
    tree(Path.of("/usr/share/keyrings"), "/usr/share/keyrings");
  }

  private void maven(Path home) throws IOException {
    Path settings = Stream.of(home.resolve(".m2/settings.xml"), Path.of("/etc/maven/settings.xml")).filter(Files::isRegularFile).findFirst().orElse(null);
    if (settings == null) {
      return;
    }
    if (file(settings, "/etc/ingot/maven-settings.xml")) {
      env.put("INGOT_MAVEN_SETTINGS", "/etc/ingot/maven-settings.xml");
    }
    Matcher mirror = MIRROR.matcher(Files.readString(settings).replaceAll("(?s)<!--.*?-->", ""));
    if (mirror.find()) {
      env.putIfAbsent("INGOT_MAVEN_REPOSITORY", mirror.group(1));
    }
  }

  /** The first of a tool's files that is there, at a place of ours that a variable names. */
  private void named(String variable, String container, Path... hosts) throws IOException {
    for (Path host : hosts) {
      if (file(host, container)) {
        env.put(variable, container);
        return;
      }
    }
  }

  private boolean file(Path host, String container) throws IOException {
    if (!Files.isRegularFile(host) || binds.stream().anyMatch(b -> b.container().equals(container))) {
      return false;
    }
    Path copy = copies.resolve(Integer.toString(binds.size()));
    Files.copy(host, copy, StandardCopyOption.REPLACE_EXISTING);
    Files.setAttribute(copy, "unix:mode", 0644);
    binds.add(new Bind(copy, container, true));
    return true;
  }

  private void tree(Path host, String container) throws IOException {
    if (!Files.isDirectory(host)) {
      return;
    }
    Path copy = copies.resolve(Integer.toString(binds.size()));
    try (Stream<Path> entries = Files.walk(host)) {
      entries.forEach(entry -> copyReadable(entry, copy.resolve(host.relativize(entry).toString())));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    binds.add(new Bind(copy, container, true));
  }

  private static void copyReadable(Path from, Path to) {
    try {
      if (Files.isDirectory(from, LinkOption.NOFOLLOW_LINKS)) {
        Files.createDirectory(to);
        Files.setAttribute(to, "unix:mode", 0755);
      } else if (Files.isRegularFile(from)) {
        Files.copy(from, to);
        Files.setAttribute(to, "unix:mode", 0644);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
