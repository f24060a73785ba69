package dev.ingot.controller.git;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** `<org>/<space>/<app>`, as in `/git/<org>/<space>/<app>.git`. The app's name is safe as a file name. */
public record GitAddress(String org, String space, String app) {
  private static final Pattern PATH = Pattern.compile("/?([^/]{1,255})/([^/]{1,255})/([A-Za-z0-9][A-Za-z0-9._-]{0,62}?)(?:\\.git)?");

  /** Empty for what is no address, names with `/` or of apps with unusual characters included. */
  public static Optional<GitAddress> parse(String path) {
    Matcher matcher = PATH.matcher(path);
    return matcher.matches() ? Optional.of(new GitAddress(matcher.group(1), matcher.group(2), matcher.group(3))) : Optional.empty();
  }

  @Override
  public String toString() {
    return org + "/" + space + "/" + app;
  }
}
