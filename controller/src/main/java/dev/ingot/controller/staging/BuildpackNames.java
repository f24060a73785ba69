package dev.ingot.controller.staging;

import java.util.Locale;
import java.util.regex.Pattern;

/** Names of buildpacks as users type them. Pure. */
public final class BuildpackNames {
  private static final Pattern SHELL = Pattern.compile("(?:ssh://)?git@([\\w.-]+)[:/](.+)");

  private BuildpackNames() {}

  /** Whether it is an address to fetch from, not a name. */
  public static boolean isAddress(String name) {
    return name.contains("://") || SHELL.matcher(name).matches();
  }

  /** An address without user, `#branch`, `.git` and in lower case, by `https`; a name as it is. */
  public static String plain(String name) {
    if (!isAddress(name)) {
      return name;
    }
    String address = name.replaceFirst("#.*$", "").replaceFirst("/+$", "").replaceFirst("\\.git$", "");
    address = SHELL.matcher(address).replaceFirst("https://$1/$2").replaceFirst("^(?:git|http)://", "https://").replaceFirst("^https://[^/@]*@", "https://");
    return address.toLowerCase(Locale.ROOT);
  }

  /** An address without the password it may have. */
  public static String shown(String name) {
    return name.replaceFirst("//[^/@]*@", "//***@");
  }
}
