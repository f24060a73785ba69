package dev.ingot.controller.testing;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A browser: wants pages, keeps cookies, follows no redirect by itself. */
public final class Browser {
  private final Http http;
  private final Map<String, String> cookies = new LinkedHashMap<>();
  private final List<String> headers = new ArrayList<>(List.of("Accept", "text/html,application/xhtml+xml,*/*;q=0.8"));

  public Browser(String origin) {
    http = new Http(origin, null, "anonymous");
  }

  /** With a further header. */
  public Browser with(String name, String value) {
    headers.addAll(List.of(name, value));
    return this;
  }

  /** Another one with the same cookies. */
  public Browser copy() {
    var copy = new Browser(http.origin());
    copy.cookies.putAll(cookies);
    return copy;
  }

  public Http.Answer get(String path) {
    return keep(http.send("GET", path, null, null, all()));
  }

  /** Sends a form. */
  public Http.Answer post(String path, String... pairs) {
    var body = new StringBuilder();
    for (int i = 0; i < pairs.length; i += 2) {
      body.append(i == 0 ? "" : "&").append(pairs[i]).append('=').append(URLEncoder.encode(pairs[i + 1], StandardCharsets.UTF_8));
    }
    return keep(http.send("POST", path, "application/x-www-form-urlencoded", body.toString(), all()));
  }

  /** The value of a form's field in a page. */
  public static String field(Http.Answer page, String name) {
    var matcher = Pattern.compile("name=\"" + name + "\" value=\"([^\"]*)\"").matcher(page.body());
    if (!matcher.find()) {
      throw new AssertionError("no field " + name + " in " + page);
    }
    return matcher.group(1).replace("&amp;", "&");
  }

  private String[] all() {
    var all = new ArrayList<>(headers);
    if (!cookies.isEmpty()) {
      all.addAll(List.of("Cookie", String.join("; ", cookies.entrySet().stream().map(cookie -> cookie.getKey() + "=" + cookie.getValue()).toList())));
    }
    return all.toArray(String[]::new);
  }

  private Http.Answer keep(Http.Answer answer) {
    answer.raw().headers().allValues("Set-Cookie").forEach(cookie -> {
      String[] pair = cookie.split(";", 2)[0].split("=", 2);
      if (pair[1].isEmpty()) {
        cookies.remove(pair[0]);
      } else {
        cookies.put(pair[0], pair[1]);
      }
    });
    return answer;
  }
}
