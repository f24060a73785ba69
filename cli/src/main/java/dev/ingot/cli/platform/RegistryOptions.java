package dev.ingot.cli.platform;

import dev.ingot.cli.Failure;
import dev.ingot.oci.registry.RegistryPlace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of `up` that name the registry of the platform's images. */
final class RegistryOptions {
  private static final String OWN = "own";

  @Option(names = "--registry", paramLabel = "URL", description = "Keep images in this registry, https://host[:port] (http on loopback only); own = the platform's. Default: own.")
  private @Nullable String url;

  @Option(names = "--registry-prefix", paramLabel = "PATH", description = "Put all repositories below it: team/ingot.")
  private @Nullable String prefix;

  @Option(names = "--registry-user", paramLabel = "USER", description = "User there, with --registry-password-file.")
  private @Nullable String user;

  @Option(names = "--registry-password-file", paramLabel = "FILE", description = "File with the password; copied to secrets/registry-password.")
  private @Nullable Path passwordFile;

  @Option(names = "--registry-token-file", paramLabel = "FILE", description = "File with a bearer token instead of user and password; copied.")
  private @Nullable Path tokenFile;

  @Option(names = "--registry-ca-file", paramLabel = "FILE", description = "Certificates (PEM) to trust there beside the machine's; copied.")
  private @Nullable Path caFile;

  private RegistryConfig before = RegistryConfig.OWN;
  private boolean moved;

  /** What `up` was told, or as it was before. @throws Failure naming the option that is wrong */
  RegistryConfig decide(RegistryConfig old) {
    RegistryConfig decided = decided(old);
    before = old;
    moved = !decided.url().equals(old.url());
    return decided;
  }

  private RegistryConfig decided(RegistryConfig old) {
    for (Path file : new Path[] {passwordFile, tokenFile, caFile}) {
      require(file == null || Files.isReadable(file), "cannot read " + file);
    }
    require(passwordFile == null || tokenFile == null, "--registry-password-file and --registry-token-file exclude each other");
    if (OWN.equals(url)) {
      require(prefix == null && user == null && passwordFile == null && tokenFile == null && caFile == null, "--registry own goes without other --registry-… options");
      return RegistryConfig.OWN;
    }
    boolean other = url != null && !checked("--registry", url).equals(old.url());
    RegistryConfig config = new RegistryConfig(url == null ? old.url() : checked("--registry", url), prefix == null ? other ? "" : old.prefix() : prefix(prefix),
        tokenFile != null ? "" : user != null ? user : other ? "" : old.user());
    require(!config.own() || prefix == null && user == null && passwordFile == null && tokenFile == null && caFile == null, "--registry-… needs --registry");
    require(user == null || passwordFile != null || !other && !old.user().isEmpty(), "--registry-user needs --registry-password-file");
    require(passwordFile == null || !config.user().isEmpty(), "--registry-password-file needs --registry-user");
    return config;
  }

  RegistryConfig.Secrets secrets() {
    return new RegistryConfig.Secrets(passwordFile, tokenFile, caFile, moved);
  }

  /** The registry that is left now, with what is in it; empty when none is. */
  Optional<RegistryConfig> left() {
    return moved && !before.own() ? Optional.of(before) : Optional.empty();
  }

  private static String checked(String option, String value) {
    try {
      return RegistryPlace.origin(value).toString();
    } catch (IllegalArgumentException e) {
      throw new Failure(option + ": " + e.getMessage(), e);
    }
  }

  private static String prefix(String value) {
    try {
      return RegistryPlace.prefix(value);
    } catch (IllegalArgumentException e) {
      throw new Failure("--registry-prefix: " + e.getMessage(), e);
    }
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new Failure(message);
    }
  }
}
