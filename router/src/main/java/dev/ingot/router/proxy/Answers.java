package dev.ingot.router.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The answers of the router itself (runtime-and-scheduling.md §3.3): plain text, with {@code X-Cf-RouterError}. */
final class Answers {
  private Answers() {}

  static FullHttpResponse of(Rejection why, String requestId) {
    HttpResponseStatus status = HttpResponseStatus.valueOf(why.status());
    String text = why.status() + " " + status.reasonPhrase() + ": " + why.message() + "\n";
    ByteBuf body = Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.UTF_8));
    FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, body);
    response.headers()
        .set(HttpHeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8").set("X-Content-Type-Options", "nosniff")
        .set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes()).set("X-Vcap-Request-Id", requestId);
    if (!why.routerError().isEmpty()) {
      response.headers().set("X-Cf-RouterError", why.routerError());
    }
    switch (why.routerError().toLowerCase(Locale.ROOT)) {
      case "unknown_route" -> response.headers().set(HttpHeaderNames.CACHE_CONTROL, "no-cache, no-store");
      case "no_endpoints" -> response.headers().set(HttpHeaderNames.CACHE_CONTROL, "public,max-age=2");
      case "controller_unavailable" -> response.headers().set(HttpHeaderNames.RETRY_AFTER, "2").set(HttpHeaderNames.CACHE_CONTROL, "no-store");
      default -> { }
    }
    return response;
  }
}
