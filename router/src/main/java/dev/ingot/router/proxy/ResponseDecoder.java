package dev.ingot.router.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.List;

/**
 * Decodes one response per request. Bytes behind a 101 are kept for the tunnel; bytes behind any other final response were not asked for and
 * end the connection, so that they are never taken for the answer to somebody else's request.
 */
final class ResponseDecoder extends HttpResponseDecoder {
  private boolean toHead;
  private boolean done = true;
  private int status;

  ResponseDecoder() {
    super(new HttpDecoderConfig().setMaxInitialLineLength(8 * 1024).setMaxHeaderSize(256 * 1024).setMaxChunkSize(128 * 1024));
  }

  /** Expects the response to a request. */
  void expect(boolean head) {
    toHead = head;
    done = false;
    status = 0;
  }

  @Override
  protected boolean isContentAlwaysEmpty(HttpMessage message) {
    return toHead || super.isContentAlwaysEmpty(message);
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
    if (done) {
      if (status != HttpResponseStatus.SWITCHING_PROTOCOLS.code()) {
        in.skipBytes(in.readableBytes());
        ctx.close();
      }
      return;
    }
    int before = out.size();
    super.decode(ctx, in, out);
    for (int i = before; i < out.size(); i++) {
      if (out.get(i) instanceof HttpResponse response) {
        status = response.status().code();
      }
      if (out.get(i) instanceof LastHttpContent) {
        done = status >= 200 || status == HttpResponseStatus.SWITCHING_PROTOCOLS.code();
      }
    }
  }
}
