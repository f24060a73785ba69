package dev.ingot.router.proxy;

import dev.ingot.router.table.Endpoint;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The headers that go to a backend (runtime-and-scheduling.md §3.2). */
final class RequestHeaders {
  private static final Set<String> NEVER_DROPPED = Set.of(
      "host", "content-length", "transfer-encoding", "x-forwarded-for", "x-forwarded-proto", "x-forwarded-host", "x-forwarded-port",
      "x-forwarded-client-cert", "x-request-start", "x-request-id", "x-vcap-request-id", "b3", "x-b3-traceid", "x-b3-spanid", "x-b3-parentspanid",
      "x-b3-sampled", "x-b3-flags", "authorization", "cookie");

  private RequestHeaders() {}

  /** The protocol a request wants to change to, or null. HTTP/2 over plain text is not offered. */
  static @Nullable String upgrade(HttpRequest request) {
    String protocol = request.headers().get(HttpHeaderNames.UPGRADE);
    boolean asked = protocol != null && request.headers().containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true);
    return asked && !protocol.toLowerCase(Locale.ROOT).contains("h2c") && request.protocolVersion().minorVersion() > 0 ? protocol : null;
  }

  /** Whether the request may be sent twice: nothing changes by it, or its sender says so, and it has no body. */
  static boolean repeatable(HttpRequest request) {
    HttpMethod method = request.method();
    boolean safe = method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD) || method.equals(HttpMethod.OPTIONS) || method.equals(HttpMethod.TRACE)
        || request.headers().contains("Idempotency-Key") || request.headers().contains("X-Idempotency-Key");
    return safe && !hasBody(request);
  }

  /** Whether a body follows the head. */
  static boolean hasBody(HttpRequest request) {
    String length = request.headers().get(HttpHeaderNames.CONTENT_LENGTH);
    return request.headers().contains(HttpHeaderNames.TRANSFER_ENCODING) || (length != null && !length.matches("0+"));
  }

  /** Removes what concerns only the connection it came on; what the platform relies on cannot be named away. */
  static void removeHopByHop(HttpHeaders headers) {
    for (String list : headers.getAll(HttpHeaderNames.CONNECTION)) {
      for (String name : list.split(",")) {
        String token = name.strip();
        if (!token.isEmpty() && !NEVER_DROPPED.contains(token.toLowerCase(Locale.ROOT))) {
          headers.remove(token);
        }
      }
    }
    headers.remove(HttpHeaderNames.CONNECTION).remove("Keep-Alive").remove(HttpHeaderNames.PROXY_CONNECTION).remove(HttpHeaderNames.UPGRADE);
  }

  /** Turns a client's headers into those for a backend. */
  static HttpHeaders forBackend(HttpRequest request, Target target, Arrival arrival, Endpoint endpoint, boolean toController) {
    HttpHeaders headers = request.headers().copy();
    String upgrade = upgrade(request);
    boolean trailers = headers.containsValue(HttpHeaderNames.TE, HttpHeaderValues.TRAILERS, true);
    removeHopByHop(headers);
    headers.remove(HttpHeaderNames.TE).remove(HttpHeaderNames.PROXY_AUTHORIZATION).remove(Pin.APP).remove(Pin.PROCESS);
    if (trailers) {
      headers.set(HttpHeaderNames.TE, HttpHeaderValues.TRAILERS);
    }
    if (upgrade != null) {
      headers.set(HttpHeaderNames.CONNECTION, "Upgrade").set(HttpHeaderNames.UPGRADE, upgrade);
    }
    headers.set(HttpHeaderNames.HOST, target.authority());
    forwarded(headers, target, arrival, toController);
    if (!toController) {
      headers.set("X-CF-ApplicationID", endpoint.appGuid()).set("X-CF-InstanceID", endpoint.instanceGuid())
          .set("X-CF-InstanceIndex", Integer.toString(endpoint.index()));
    }
    return headers;
  }

  private static void forwarded(HttpHeaders headers, Target target, Arrival arrival, boolean toController) {
    String before = String.join(", ", headers.getAll("X-Forwarded-For"));
    headers.set("X-Forwarded-For", before.isBlank() ? arrival.clientAddress() : before + ", " + arrival.clientAddress());
    absent(headers, "X-Forwarded-Proto", arrival.scheme());
    absent(headers, "X-Request-Start", Long.toString(arrival.epochNanos() / 1_000_000));
    absent(headers, "X-Request-ID", arrival.requestId());
    headers.set("X-Vcap-Request-Id", arrival.requestId());
    if (toController) {
      absent(headers, "X-Forwarded-Host", target.authority());
      boolean https = "https".equalsIgnoreCase(headers.get("X-Forwarded-Proto"));
      absent(headers, "X-Forwarded-Port", Integer.toString(target.port() > 0 ? target.port() : https ? 443 : 80));
    }
  }

  private static void absent(HttpHeaders headers, String name, String value) {
    if (!headers.contains(name)) {
      headers.set(name, value);
    }
  }
}
