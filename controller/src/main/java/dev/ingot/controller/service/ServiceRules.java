package dev.ingot.controller.service;

import dev.ingot.api.error.ApiException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What may be said of a service instance; every method passes or throws 422 with CF's words. */
final class ServiceRules {
  private static final int MAX_URL = 4096;
  private static final int MAX_TAGS = 2048;

  private ServiceRules() {}

  /** Passes when nothing of these was sent; `names` and `values` go in pairs. */
  static void unknown(@Nullable Object... pairs) {
    var sent = new TreeSet<String>();
    for (int i = 0; i < pairs.length; i += 2) {
      if (pairs[i + 1] != null) {
        sent.add(String.valueOf(pairs[i]));
      }
    }
    if (!sent.isEmpty()) {
      throw ApiException.unprocessable("Unknown field(s): '" + String.join("', '", sent) + "'");
    }
  }

  /** The URL, or null for an empty one. */
  static @Nullable String syslogDrain(@Nullable String url) {
    return url(url, "Syslog drain url");
  }

  /** The URL, or null for an empty one. Only https: requests of users go there. */
  static @Nullable String routeService(@Nullable String url) {
    String checked = url(url, "Route service url");
    if (checked != null && !checked.startsWith("https:")) {
      throw ApiException.unprocessable("Route service url must be https");
    }
    if (checked != null && URI.create(checked).getHost() == null) {
      throw ApiException.unprocessable("Route service url must be a valid URI");
    }
    return checked;
  }

  /** The tags, none of them null. */
  static List<String> tags(List<@Nullable String> tags) {
    int length = 0;
    for (String tag : tags) {
      if (tag == null || tag.chars().anyMatch(Character::isISOControl)) {
        throw ApiException.unprocessable("Tags must be a list of strings");
      }
      length += tag.length();
    }
    if (length > MAX_TAGS || tags.size() > MAX_TAGS) {
      throw ApiException.unprocessable("Tags combined length of tags must be " + MAX_TAGS + " characters or less");
    }
    return tags.stream().map(Objects::requireNonNull).toList();
  }

  private static @Nullable String url(@Nullable String url, String what) {
    if (url == null || url.isEmpty()) {
      return null;
    }
    try {
      if (url.length() <= MAX_URL && new URI(url).isAbsolute()) {
        return url;
      }
    } catch (URISyntaxException e) {
      throw ApiException.unprocessable(what + " must be a valid URI");
    }
    throw ApiException.unprocessable(what + " must be a valid URI");
  }
}
