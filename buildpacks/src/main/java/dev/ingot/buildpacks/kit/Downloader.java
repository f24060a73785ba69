package dev.ingot.buildpacks.kit;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Fetches over HTTP(S) with the build image's {@code curl}, which honours the proxy and CA variables of the environment. Each file has a size limit; three tries.
 */
public final class Downloader {
  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final Pattern LOGIN = Pattern.compile("(?i)^[a-z]+://([^/?#]*)@");
  private final Path scratch;

  /** @param scratch an existing directory for half-done files */
  public Downloader(Path scratch) {
    this.scratch = scratch;
  }

  /**
   * Fetches a small document.
   *
   * @param maxBytes more than this fails
   * @param headers lines {@code Name: value}; they may hold secrets and are not shown
   * @return empty when the server says 404 or 410
   * @throws BuildFailure for any other outcome
   */
  public Optional<String> text(String url, long maxBytes, String... headers) throws IOException {
    var file = Files.createTempFile(scratch, "fetch", ".part");
    try {
      return fetch(url, file, maxBytes, headers) ? Optional.of(Files.readString(file)) : Optional.empty();
    } finally {
      Files.deleteIfExists(file);
    }
  }

  /** Fetches a file; false when the server says 404 or 410, and then there is no file. Otherwise as {@link #text}. */
  public boolean fetch(String address, Path to, long maxBytes, String... headers) throws IOException {
    var config = Files.createTempFile(scratch, "curl", ".conf");
    var url = withoutLogin(address);
    try {
      Files.writeString(config, config(login(address), headers));
      var words = List.of("curl", "--config", config.toString(), "--silent", "--show-error", "--location", "--compressed", "--proto", "=https,http",
          "--retry", "2", "--connect-timeout", "20", "--max-time", "600", "--max-filesize", Long.toString(maxBytes),
          "--output", to.toString(), "--write-out", "%{http_code}", "--", url);
      var output = Command.of(scratch, words).limit(LIMIT.plusMinutes(20)).capture("fetching " + url).strip();
      var code = output.substring(Math.max(0, output.length() - 3));
      return accepted(url, to, maxBytes, code);
    } finally {
      Files.deleteIfExists(config);
    }
  }

  private static boolean accepted(String url, Path file, long maxBytes, String code) throws IOException {
    if (code.equals("404") || code.equals("410")) {
      Files.deleteIfExists(file);
      return false;
    }
    if (!code.equals("200")) {
      throw new BuildFailure("Failed fetching " + url + ": the server answered " + code + ". Check the address, the credentials and the proxy settings of the platform.");
    }
    if (Files.size(file) > maxBytes) {
      throw new BuildFailure("Failed fetching " + url + ": larger than the allowed " + maxBytes + " bytes.");
    }
    return true;
  }

  /** An address as it may be shown: user and password, which mirrors' addresses can have, are left out. */
  public static String withoutLogin(String url) {
    return url.replaceFirst("(?i)^([a-z]+://)[^/?#]*@", "$1");
  }

  private static String login(String url) {
    var match = LOGIN.matcher(url);
    return match.find() ? URLDecoder.decode(match.group(1).replace("+", "%2B"), StandardCharsets.UTF_8) : "";
  }

  /** Headers and passwords go through a file, so that they are not seen in the list of processes. */
  static String config(String login, String... headers) {
    var lines = new ArrayList<String>();
    if (!login.isEmpty()) {
      lines.add("user = \"" + quoted(login) + "\"");
    }
    for (var header : headers) {
      lines.add("header = \"" + quoted(header) + "\"");
    }
    return String.join("\n", lines) + "\n";
  }

  private static String quoted(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"").replaceAll("[\\r\\n]", "");
  }
}
