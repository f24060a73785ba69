package dev.ingot.stager.build;

import java.util.List;
import java.util.regex.Pattern;

/** What a user can do about a script of a buildpack that failed, guessed from what it said last. */
public final class Remedies {
  private static final String GENERAL = "The lines above tell what failed; correct the app and push again.";
  private static final String UNREACHED = "The build could not reach an address: see that this machine does. Where it may not, use a mirror, the buildpack's cached (offline) form, or a buildpack of the platform.";
  /** As curl, wget, Go, Python, Node.js, Java and git put it. */
  private static final Pattern NETWORK = Pattern.compile("(?i)could not resolve (host|proxy)|unable to resolve host|no such host|name or service not known|temporary failure in name resolution"
      + "|getaddrinfo|unknownhostexception|network is unreachable|no route to host|failed to connect to |connection timed out|i/o timeout");

  private Remedies() {}

  /** @param lastLines of the script, oldest first */
  public static String of(List<String> lastLines) {
    return lastLines.stream().skip(Math.max(0, lastLines.size() - 10)).anyMatch(line -> NETWORK.matcher(line).find()) ? UNREACHED : GENERAL;
  }
}
