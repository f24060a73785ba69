package dev.ingot.buildpacks.nodejs;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The lock file of Yarn 1. It holds the address that each module was fetched from, whatever the registry is set to: on a machine that reaches its own registry only, these
 * addresses lead nowhere.
 */
final class YarnLock {
  /** {@code resolved "https://host/name/-/name-1.0.0.tgz#digest"}: a module right below the root of some registry. */
  private static final Pattern RESOLVED = Pattern.compile("(?m)^(\\s+resolved \")https?://[^/\"\\s]+/((?:(@[^/\"\\s]+)/)?[^/\"\\s]+/-/[^/\"\\s]+\")");
  private static final Pattern RELATIVE = Pattern.compile("(?m)^(\\s+resolved \")((?:(@[^/\":\\s]+)/)?[^/\":\\s]+/-/[^/\"\\s]+\")");

  private YarnLock() {}

  /** The lock file with modules at the platform's registry. Scopes that {@code .npmrc} sends elsewhere stay; what is fetched is held against the same digests. */
  static String at(NpmConfig npm, String lock) {
    return replace(npm, RELATIVE, replace(npm, RESOLVED, lock));
  }

  private static String replace(NpmConfig npm, Pattern pattern, String lock) {
    return pattern.matcher(lock).replaceAll(match -> Matcher.quoteReplacement(npm.scopes().contains(String.valueOf(match.group(3))) ? match.group() : match.group(1) + npm.registry() + match.group(2)));
  }
}
