package dev.ingot.router.access;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** Writes access log lines in gorouter's format (runtime-and-scheduling.md §3.9). */
public final class AccessFormat {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.nnnnnnnnn'Z'").withZone(ZoneOffset.UTC);
  private static final int MAX_VALUE = 8192;

  private AccessFormat() {}

  /** The line for a request, without newline. Quotes, backslashes and what is not printable ASCII are escaped; long values are cut. */
  public static AccessLine line(AccessRecord r) {
    StringBuilder out = new StringBuilder(512);
    plain(out, r.host());
    out.append(" - [");
    TIME.formatTo(Instant.ofEpochSecond(r.epochNanos() / 1_000_000_000L, r.epochNanos() % 1_000_000_000L), out);
    out.append("] \"");
    plain(out, r.method());
    out.append(' ');
    plain(out, r.uri());
    out.append(' ').append(r.protocol()).append("\" ").append(r.status()).append(' ').append(r.bytesIn()).append(' ').append(r.bytesOut()).append(' ');
    quoted(out, r.referer()).append(' ');
    quoted(out, r.userAgent()).append(' ');
    quoted(out, r.client()).append(' ');
    quoted(out, r.backend());
    quoted(out.append(" x_forwarded_for:"), r.forwardedFor());
    quoted(out.append(" x_forwarded_proto:"), r.forwardedProto());
    quoted(out.append(" vcap_request_id:"), r.requestId());
    seconds(out.append(" response_time:"), r.responseNanos());
    seconds(out.append(" gorouter_time:"), Math.max(0, r.responseNanos() - r.backendNanos()));
    quoted(out.append(" app_id:"), r.appGuid());
    quoted(out.append(" app_index:"), r.index() < 0 ? null : Integer.toString(r.index()));
    quoted(out.append(" instance_id:"), r.instanceGuid());
    quoted(out.append(" x_cf_routererror:"), r.routerError());
    return new AccessLine(r.appGuid(), r.index(), r.epochNanos(), out.toString());
  }

  private static void seconds(StringBuilder out, long nanos) {
    long micros = nanos / 1_000;
    String fraction = Long.toString(micros % 1_000_000);
    out.append(micros / 1_000_000).append('.').repeat('0', 6 - fraction.length()).append(fraction);
  }

  private static StringBuilder quoted(StringBuilder out, @Nullable String value) {
    out.append('"');
    if (value == null || value.isEmpty()) {
      out.append('-');
    } else {
      plain(out, value);
    }
    return out.append('"');
  }

  private static void plain(StringBuilder out, String value) {
    int end = Math.min(value.length(), MAX_VALUE);
    for (int i = 0; i < end; i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ' || c > '~') {
        out.append(String.format("\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    if (end < value.length()) {
      out.append("...");
    }
  }
}
