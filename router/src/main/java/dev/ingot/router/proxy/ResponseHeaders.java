package dev.ingot.router.proxy;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;

/** The headers that go back to a client, and how the body is framed there. */
final class ResponseHeaders {
  private ResponseHeaders() {}

  /** Whether the response carries a body on the wire. */
  static boolean hasBody(HttpRequest request, HttpResponse response) {
    int status = response.status().code();
    return !request.method().equals(HttpMethod.HEAD) && status >= 200 && status != 204 && status != 304;
  }

  /** Whether the body ends only with the backend's connection. */
  static boolean untilClose(HttpRequest request, HttpResponse response) {
    return hasBody(request, response) && !HttpUtil.isTransferEncodingChunked(response) && !response.headers().contains(HttpHeaderNames.CONTENT_LENGTH);
  }

  /**
   * Makes a backend's headers fit for the client.
   *
   * @return true if the client's connection must end with this response, because nothing else tells its end
   */
  static boolean toClient(HttpRequest request, HttpResponse response, String requestId) {
    boolean unframed = untilClose(request, response);
    HttpHeaders headers = response.headers();
    RequestHeaders.removeHopByHop(headers);
    headers.remove("X-CF-Proxy-Signature");
    if (!headers.contains("X-Vcap-Request-Id")) {
      headers.set("X-Vcap-Request-Id", requestId);
    }
    boolean chunked = HttpUtil.isTransferEncodingChunked(response);
    if (request.protocolVersion().minorVersion() == 0) {
      headers.remove(HttpHeaderNames.TRANSFER_ENCODING);
      return hasBody(request, response) && (chunked || unframed);
    }
    if (unframed) {
      headers.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
    }
    return false;
  }
}
