package dev.ingot.oci.registry;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A registry that is not the platform's own, as an operator names it.
 *
 * @param origin as {@link #origin(String)} answers it
 * @param prefix of all repositories the platform has there, as {@link #prefix(String)} answers it; may be empty
 * @param credentials null = none
 * @param authorities certificates in PEM that are trusted there beside the machine's; may be empty
 */
public record RegistryPlace(URI origin, String prefix, @Nullable Credentials credentials, String authorities) {
  private static final int MAX_PREFIX = 100;
  private static final int MAX_SECRET = 64 << 10;
  private static final int MAX_AUTHORITIES = 1 << 20;
  private static final Pattern PATH = Pattern.compile("[a-z0-9]+(?:(?:\\.|_{1,2}|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\\.|_{1,2}|-+)[a-z0-9]+)*)*");

  /**
   * Reads `https://host[:port]`; `http://` only on loopback.
   *
   * @throws IllegalArgumentException saying what is wrong with it
   */
  public static URI origin(String text) {
    URI uri;
    try {
      uri = URI.create(text.strip().replaceFirst("/+$", ""));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("it must look like https://host or https://host:port", e);
    }
    String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    if (uri.getUserInfo() != null) {
      throw new IllegalArgumentException("it must not contain a user or password: give them apart");
    }
    if (uri.getHost() == null || !String.valueOf(uri.getRawPath()).isEmpty() || uri.getRawQuery() != null || uri.getRawFragment() != null || !scheme.matches("https?")) {
      throw new IllegalArgumentException("it must look like https://host or https://host:port, without a path: the path is the prefix");
    }
    String authority = uri.getAuthority().toLowerCase(Locale.ROOT);
    if (scheme.equals("http") && !ImageReference.loopback(authority)) {
      throw new IllegalArgumentException("http is used on loopback (127.0.0.1, localhost) only; use https");
    }
    return URI.create(scheme + "://" + authority);
  }

  /** Reads a prefix of repositories: `team/ingot`. @throws IllegalArgumentException saying what is wrong with it */
  public static String prefix(String text) {
    String prefix = text.strip().replaceAll("^/+|/+$", "");
    if (!prefix.isEmpty() && (prefix.length() > MAX_PREFIX || !PATH.matcher(prefix).matches())) {
      throw new IllegalArgumentException("it must be a path of repositories in lower case, such as team/ingot, of at most " + MAX_PREFIX + " characters");
    }
    return prefix;
  }

  /**
   * The credentials that files have now. Without user and token file there are none.
   *
   * @param passwordFile goes with the user
   * @param tokenFile content is sent as bearer token
   * @throws IOException when a file is missing, empty or too long
   */
  public static @Nullable Credentials credentials(String user, @Nullable Path passwordFile, @Nullable Path tokenFile) throws IOException {
    if (tokenFile != null) {
      return Credentials.token(secret(tokenFile));
    }
    return user.isEmpty() ? null : new Credentials(user, passwordFile == null ? "" : secret(passwordFile));
  }

  /** Certificates in PEM; empty for null. @throws IOException when the file cannot be read or is too long */
  public static String authorities(@Nullable Path file) throws IOException {
    if (file == null) {
      return "";
    }
    return text(file, MAX_AUTHORITIES);
  }

  private static String secret(Path file) throws IOException {
    String secret = text(file, MAX_SECRET).strip();
    if (secret.isEmpty() || !secret.chars().allMatch(c -> c >= 0x20 && c != 0x7f)) {
      throw new IOException(file + " must hold a password or token in one line");
    }
    return secret;
  }

  private static String text(Path file, int max) throws IOException {
    try (var in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(max + 1);
      if (bytes.length > max) {
        throw new IOException(file + " has more than " + max + " bytes");
      }
      return new String(bytes, java.nio.charset.StandardCharsets.UTF_8);
    }
  }

  /** Where a repository of the platform lies there: below the prefix. */
  public RepositoryAddress repository(String name) {
    return new RepositoryAddress(origin.toString(), prefix.isEmpty() ? name : prefix + "/" + name);
  }

  /** @throws RegistryException when the certificates cannot be read */
  public RegistryClient open() throws RegistryException {
    return RegistryClient.toAny(origin, credentials, authorities);
  }
}
