package dev.ingot.router.proxy;

import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;

/** Encodes responses; knows that an answer to HEAD has no body whatever its headers say. */
final class ResponseEncoder extends HttpResponseEncoder {
  private boolean toHead;

  /** Says whether the request being answered is a HEAD. */
  void answering(boolean head) {
    toHead = head;
  }

  @Override
  protected boolean isContentAlwaysEmpty(HttpResponse response) {
    return toHead || super.isContentAlwaysEmpty(response);
  }
}
