package dev.ingot.router.proxy;

import dev.ingot.router.table.Endpoint;
import io.netty.handler.codec.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/**
 * A request's wish for one instance ({@code X-Cf-App-Instance: guid:index}) or process ({@code X-Cf-Process-Instance: guid[:index]}).
 *
 * @param appGuid null = not asked for
 * @param processGuid null = not asked for
 * @param index −1 = any
 */
record Pin(@Nullable String appGuid, @Nullable String processGuid, int index) {
  static final String APP = "X-Cf-App-Instance";
  static final String PROCESS = "X-Cf-Process-Instance";

  /** The wish, or null if there is none. */
  static @Nullable Pin of(HttpHeaders headers) throws Malformed {
    String app = headers.get(APP);
    if (app != null && !app.isEmpty()) {
      int colon = app.indexOf(':');
      if (colon <= 0) {
        throw new Malformed("invalid_cf_app_instance_header", APP, "<app guid>:<index>");
      }
      return new Pin(app.substring(0, colon), null, index(app.substring(colon + 1), "invalid_cf_app_instance_header", APP, "<app guid>:<index>"));
    }
    String process = headers.get(PROCESS);
    if (process == null || process.isEmpty()) {
      return null;
    }
    String form = "<process guid> or <process guid>:<index>";
    int colon = process.indexOf(':');
    if (colon == 0) {
      throw new Malformed("invalid_cf_process_instance_header", PROCESS, form);
    }
    return colon < 0
        ? new Pin(null, process, -1)
        : new Pin(null, process.substring(0, colon), index(process.substring(colon + 1), "invalid_cf_process_instance_header", PROCESS, form));
  }

  boolean matches(Endpoint endpoint) {
    return (appGuid == null || appGuid.equals(endpoint.appGuid()))
        && (processGuid == null || processGuid.equals(endpoint.processGuid()))
        && (index < 0 || index == endpoint.index());
  }

  private static int index(String text, String error, String header, String form) throws Malformed {
    if (text.isEmpty() || text.length() > 9 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw new Malformed(error, header, form);
    }
    return Integer.parseInt(text);
  }

  /** The header is not of its form. */
  static final class Malformed extends Exception {
    private final transient Rejection rejection;

    Malformed(String error, String header, String form) {
      super(error, null, false, false);
      this.rejection = new Rejection(400, error, "the header " + header + " is not of the form " + form);
    }

    Rejection rejection() {
      return rejection;
    }
  }
}
