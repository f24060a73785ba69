package dev.ingot.router.proxy;

import dev.ingot.router.access.AccessFormat;
import dev.ingot.router.access.AccessRecord;
import dev.ingot.router.access.AccessSink;
import dev.ingot.router.table.Endpoint;
import dev.ingot.router.table.Route;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import org.jspecify.annotations.Nullable;

/** Notes what happens to one request, for the access log of its app. Requests that belong to no app leave no line. */
final class Journal {
  private final HttpRequest request;
  private final Arrival arrival;
  private String host = "";
  private @Nullable String appGuid;
  private @Nullable Endpoint endpoint;
  private @Nullable String forwardedFor;
  private @Nullable String forwardedProto;
  private @Nullable String routerError;
  private int status;
  private long bytesIn;
  private long bytesOut;
  private long sentNanos;
  private long backendNanos;

  Journal(HttpRequest request, Arrival arrival) {
    this.request = request;
    this.arrival = arrival;
  }

  void target(Target target) {
    host = target.authority();
  }

  void app(Route route) {
    String first = route.endpoints().isEmpty() ? route.appGuid() : route.endpoints().getFirst().appGuid();
    appGuid = first.isEmpty() ? null : first;
  }

  void backend(Endpoint chosen) {
    endpoint = chosen;
    if (appGuid != null) {
      appGuid = chosen.appGuid();
    }
  }

  void sent(HttpHeaders headers) {
    sentNanos = System.nanoTime();
    forwardedFor = headers.get("X-Forwarded-For");
    forwardedProto = headers.get("X-Forwarded-Proto");
  }

  void in(int bytes) {
    bytesIn += bytes;
  }

  void out(int bytes) {
    bytesOut += bytes;
  }

  /** The backend answered; its last word counts. */
  void answered(int code) {
    status = code;
    backendNanos = System.nanoTime() - sentNanos;
  }

  /** The router answered itself, or the client left. */
  void failed(int code, @Nullable String error) {
    status = code;
    routerError = error;
    if (sentNanos != 0 && backendNanos == 0) {
      backendNanos = System.nanoTime() - sentNanos;
    }
  }

  /** The response broke off. */
  void broken(String error) {
    routerError = error;
  }

  void write(AccessSink sink) {
    if (appGuid == null) {
      return;
    }
    HttpHeaders headers = request.headers();
    Endpoint served = endpoint;
    sink.accept(AccessFormat.line(new AccessRecord(
        host, arrival.epochNanos(), request.method().name(), request.uri(), request.protocolVersion().text(), status, bytesIn, bytesOut,
        headers.get(HttpHeaderNames.REFERER), headers.get(HttpHeaderNames.USER_AGENT), arrival.client(),
        served == null ? null : served.address() + ":" + served.port(), forwardedFor, forwardedProto, arrival.requestId(),
        System.nanoTime() - arrival.nanos(), backendNanos, appGuid, served == null ? -1 : served.index(),
        served == null ? null : served.instanceGuid(), routerError)));
  }
}
