package dev.ingot.router.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.router.table.Endpoint;
import dev.ingot.router.table.EndpointState;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sticky sessions, apps that speak HTTP/2, and routes nobody serves. */
class RoutesIT {
  private static final String HOST = "web.apps.example.com";
  private final Rig rig = new Rig(Rig.settings(Duration.ofSeconds(20)), Rig.closedPort());

  @AfterEach
  void stop() {
    rig.close();
  }

  private static Backend session(String name) {
    return Backend.answering("HTTP/1.1 200 OK\r\nSet-Cookie: JSESSIONID=abc; Path=/; Secure; SameSite=Lax; Max-Age=3600\r\nContent-Length: 1\r\n\r\n" + name);
  }

  @Test
  void session_getsItsInstancesCookie_andComesBackThere() throws Exception {
    try (Backend zero = session("0"); Backend one = session("1"); Wire client = rig.route(HOST, zero.port(), one.port()).client()) {
      Wire.Message first = client.get(HOST, "/");
      String cookie = first.headers().stream().filter(h -> h.contains("__VCAP_ID__")).findFirst().orElseThrow();
      assertThat(cookie).containsIgnoringCase("set-cookie: __VCAP_ID__=i" + first.text() + "; Path=/; HttpOnly; Secure; SameSite=Lax").doesNotContain("Max-Age");
      for (int i = 0; i < 6; i++) {
        assertThat(client.get(HOST, "/", "Cookie: a=b; JSESSIONID=abc; __VCAP_ID__=i" + first.text()).text()).isEqualTo(first.text());
      }
      assertThat(List.of(client.get(HOST, "/", "Cookie: __VCAP_ID__=i0").text(), client.get(HOST, "/", "Cookie: __VCAP_ID__=i0").text())).as("without a session nothing sticks")
          .containsExactlyInAnyOrder("0", "1");
    }
  }

  @Test
  void sessionOfAnInstanceThatIsGone_isGivenAnother() throws Exception {
    try (Backend zero = Backend.saying("0"); Wire client = rig.route(HOST, zero.port()).client()) {
      Wire.Message answer = client.get(HOST, "/", "Cookie: JSESSIONID=abc; __VCAP_ID__=gone");
      assertThat(answer.header("Set-Cookie")).isEqualTo("__VCAP_ID__=i0; Path=/; HttpOnly");
      assertThat(client.get(HOST, "/", "Cookie: JSESSIONID=abc; __VCAP_ID__=i0").header("Set-Cookie")).isNull();
    }
  }

  @Test
  void routeNobodyServes_isInItsAppsLog() throws Exception {
    try (Wire client = rig.route(HOST).client()) {
      assertThat(client.get(HOST, "/x").status()).isEqualTo(503);
      assertThat(rig.log).hasSize(1);
      assertThat(rig.log.getFirst().appGuid()).isEqualTo("app-" + HOST);
      assertThat(rig.log.getFirst().text()).contains("\"GET /x HTTP/1.1\" 503", "x_cf_routererror:\"no_endpoints\"");
    }
  }

  @Test
  void appThatSpeaksHttp2_getsRequestsAndBodies_onOneConnection() throws Exception {
    AtomicInteger connections = new AtomicInteger();
    Transport transport = Transport.nio(1);
    Channel app = http2App(transport, connections);
    int port = ((InetSocketAddress) app.localAddress()).getPort();
    try (Wire client = rig.route(HOST, List.of(new Endpoint("i0", "app-" + HOST, "p", 0, "127.0.0.1", port, "http2", new EndpointState()))).client()) {
      for (int i = 0; i < 3; i++) {
        Wire.Message answer = client.get(HOST, "/hello?x=" + i);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo("GET /hello?x=" + i + " " + HOST + " ");
      }
      String body = "b".repeat(300_000);
      client.send("POST /in HTTP/1.1\r\nHost: " + HOST + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
      assertThat(client.read(false).text()).isEqualTo("POST /in " + HOST + " " + body);
      client.send("POST /in HTTP/1.1\r\nHost: " + HOST + "\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n");
      assertThat(client.read(false).text()).isEqualTo("POST /in " + HOST + " abc");
      assertThat(connections.get()).isEqualTo(1);
      assertThat(client.get(HOST, "/gone").status()).as("a stream that is reset").isEqualTo(502);
      assertThat(client.get(HOST, "/again").status()).isEqualTo(200);
    } finally {
      app.close().sync();
      transport.close();
    }
  }

  @Test
  void appThatDoesNotSpeakHttp2_isABadGateway() throws Exception {
    try (Backend plain = Backend.saying("x"); Wire client =
        rig.route(HOST, List.of(new Endpoint("i0", "app-" + HOST, "p", 0, "127.0.0.1", plain.port(), "http2", new EndpointState()))).client()) {
      assertThat(client.get(HOST, "/").status()).isEqualTo(502);
    }
  }

  private static Channel http2App(Transport transport, AtomicInteger connections) throws InterruptedException {
    return new ServerBootstrap().group(transport.group()).channel(transport.serverChannel()).childHandler(new ChannelInitializer<SocketChannel>() {
      @Override
      protected void initChannel(SocketChannel channel) {
        connections.incrementAndGet();
        channel.pipeline().addLast(Http2FrameCodecBuilder.forServer().build()).addLast(new Http2MultiplexHandler(new ChannelInitializer<>() {
          @Override
          protected void initChannel(Channel stream) {
            stream.pipeline().addLast(new Http2StreamFrameToHttpObjectCodec(true)).addLast(new HttpObjectAggregator(1 << 20)).addLast(new Echo());
          }
        }));
      }
    }).bind("127.0.0.1", 0).sync().channel();
  }

  private static final class Echo extends SimpleChannelInboundHandler<FullHttpRequest> {
    @Override
    protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
      if (request.uri().equals("/gone")) {
        ctx.close();
        return;
      }
      String text = request.method() + " " + request.uri() + " " + request.headers().get("host") + " " + request.content().toString(StandardCharsets.UTF_8);
      FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
      response.content().writeCharSequence(text, StandardCharsets.UTF_8);
      response.headers().set("content-length", response.content().readableBytes());
      ctx.writeAndFlush(response);
    }
  }
}
