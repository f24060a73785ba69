package dev.ingot.router.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What clients and apps see of ordinary requests. */
class ForwardingIT {
  private static final String HOST = "web.apps.localhost";
  private final Rig rig = new Rig();

  @AfterEach
  void stop() {
    rig.close();
  }

  @Test
  void keepAlive_holdsOnBothSides() throws IOException {
    try (Backend app = Backend.saying("hello"); Wire client = rig.route(HOST, app.port()).client()) {
      for (int i = 0; i < 20; i++) {
        Wire.Message answer = client.get(HOST, "/x?y=" + i);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo("hello");
      }
      assertThat(app.connections()).isEqualTo(1);
      assertThat(app.requests()).hasSize(20).extracting(Wire.Message::first).contains("GET /x?y=7 HTTP/1.1");
    }
  }

  @Test
  void headersToTheApp_followCloudFoundry() throws IOException {
    try (Backend app = Backend.saying("x"); Wire client = rig.route(HOST, app.port()).client()) {
      Wire.Message answer = client.get(HOST, "/", "X-Forwarded-For: 10.1.2.3", "X-Request-ID: mine", "Connection: X-Private, X-Forwarded-For, keep-alive",
          "X-Private: secret", "Keep-Alive: 5", "TE: gzip", "X-Vcap-Request-Id: forged", "X-CF-InstanceIndex: 99");
      Wire.Message seen = app.requests().getFirst();
      assertThat(seen.header("Host")).isEqualTo(HOST);
      assertThat(seen.header("X-Forwarded-For")).isEqualTo("10.1.2.3, 127.0.0.1");
      assertThat(seen.header("X-Forwarded-Proto")).isEqualTo("http");
      assertThat(Long.parseLong(seen.header("X-Request-Start"))).isBetween(System.currentTimeMillis() - 60_000, System.currentTimeMillis());
      assertThat(seen.header("X-Request-ID")).isEqualTo("mine");
      assertThat(seen.header("X-Vcap-Request-Id")).hasSize(36).isNotEqualTo("forged").isEqualTo(answer.header("X-Vcap-Request-Id"));
      assertThat(seen.header("X-CF-ApplicationID")).isEqualTo("app-" + HOST);
      assertThat(seen.header("X-CF-InstanceID")).isEqualTo("i0");
      assertThat(seen.header("X-CF-InstanceIndex")).isEqualTo("0");
      for (String gone : List.of("X-Private", "Keep-Alive", "TE", "Connection")) {
        assertThat(seen.header(gone)).as(gone).isNull();
      }
    }
  }

  @Test
  void responseHeaders_loseHopByHopOnly() throws IOException {
    try (Backend app = Backend.answering("HTTP/1.1 200 OK\r\nConnection: X-Hop, keep-alive\r\nX-Hop: 1\r\nX-CF-Proxy-Signature: s\r\nSet-Cookie: a=b\r\nContent-Length: 0\r\n\r\n");
        Wire client = rig.route(HOST, app.port()).client()) {
      Wire.Message answer = client.get(HOST, "/");
      assertThat(answer.header("Set-Cookie")).isEqualTo("a=b");
      assertThat(answer.header("X-Hop")).isNull();
      assertThat(answer.header("X-CF-Proxy-Signature")).isNull();
      assertThat(answer.header("Connection")).isNull();
    }
  }

  @Test
  void bodies_passBothWays_byLengthAndInChunks_withTrailers() throws IOException {
    try (Backend app = new Backend((wire, request) -> wire.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n"
            + Integer.toHexString(request.body().length) + "\r\n" + request.text() + "\r\n0\r\nX-Sum: 42\r\n\r\n"));
        Wire client = rig.route(HOST, app.port()).client()) {
      client.send("POST /a HTTP/1.1\r\nHost: " + HOST + "\r\nContent-Length: 5\r\n\r\nhello");
      assertThat(client.read(false).text()).isEqualTo("hello[trailer X-Sum: 42]");
      client.send("POST /b HTTP/1.1\r\nHost: " + HOST + "\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n4;ext=1\r\ndefg\r\n0\r\nX-T: 1\r\n\r\n");
      assertThat(client.read(false).text()).isEqualTo("abcdefg[trailer X-T: 1][trailer X-Sum: 42]");
      assertThat(app.connections()).isEqualTo(1);
    }
  }

  @Test
  void pipelinedRequests_areAnsweredInOrder() throws IOException {
    try (Backend app = new Backend((wire, request) -> {
      String path = request.first().split(" ")[1];
      wire.send("HTTP/1.1 200 OK\r\nContent-Length: " + path.length() + "\r\n\r\n" + path);
    }); Wire client = rig.route(HOST, app.port()).client()) {
      StringBuilder many = new StringBuilder();
      for (int i = 0; i < 50; i++) {
        many.append("GET /").append(i).append(" HTTP/1.1\r\nHost: ").append(i % 5 == 4 ? "nowhere.example.org" : HOST).append("\r\n\r\n");
      }
      client.send(many.toString());
      for (int i = 0; i < 50; i++) {
        Wire.Message answer = client.read(false);
        assertThat(answer.status()).as("request %d", i).isEqualTo(i % 5 == 4 ? 404 : 200);
        if (i % 5 != 4) {
          assertThat(answer.text()).isEqualTo("/" + i);
        }
      }
    }
  }

  @Test
  void headAndBodylessStatuses_keepTheConnectionInStep() throws IOException {
    try (Backend app = new Backend((wire, request) -> {
      String path = request.first().split(" ")[1];
      wire.send(switch (path) {
        case "/204" -> "HTTP/1.1 204 No Content\r\n\r\n";
        case "/304" -> "HTTP/1.1 304 Not Modified\r\nContent-Length: 77\r\nETag: \"e\"\r\n\r\n";
        case "/head" -> "HTTP/1.1 200 OK\r\nContent-Length: 1234\r\n\r\n";
        default -> "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
      });
    }); Wire client = rig.route(HOST, app.port()).client()) {
      assertThat(client.get(HOST, "/204").header("Transfer-Encoding")).isNull();
      assertThat(client.get(HOST, "/304").header("ETag")).isEqualTo("\"e\"");
      client.send("HEAD /head HTTP/1.1\r\nHost: " + HOST + "\r\n\r\n");
      assertThat(client.read(true).header("Content-Length")).isEqualTo("1234");
      assertThat(client.get(HOST, "/").text()).isEqualTo("ok");
      assertThat(app.connections()).isEqualTo(1);
    }
  }

  @Test
  void bodyUntilClose_becomesChunks_andForHttp10EndsWithTheConnection() throws IOException {
    try (Backend app = new Backend((wire, request) -> {
      wire.send("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nall of it");
      wire.close();
    })) {
      rig.route(HOST, app.port());
      try (Wire client = rig.client()) {
        Wire.Message answer = client.get(HOST, "/");
        assertThat(answer.header("Transfer-Encoding")).isEqualTo("chunked");
        assertThat(answer.text()).isEqualTo("all of it");
        assertThat(client.get(HOST, "/again").text()).isEqualTo("all of it");
      }
      try (Wire old = rig.client()) {
        old.send("GET / HTTP/1.0\r\nHost: " + HOST + "\r\nConnection: keep-alive\r\n\r\n");
        Wire.Message answer = old.read(false);
        assertThat(answer.header("Transfer-Encoding")).isNull();
        assertThat(answer.header("Connection")).isEqualTo("close");
        assertThat(answer.text()).isEqualTo("all of it");
      }
    }
  }

  @Test
  void brokenOffResponse_neverLooksComplete() throws IOException {
    try (Backend app = new Backend((wire, request) -> {
      wire.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
      wire.close();
    }); Wire client = rig.route(HOST, app.port()).client()) {
      assertThat(catchThrowable(() -> client.get(HOST, "/"))).isInstanceOf(IOException.class);
    }
  }

  @Test
  void expectContinue_isTheAppsToGrant() throws IOException {
    try (Backend app = new Backend(Backend.Script.ofHead((wire, request) -> {
      wire.send("HTTP/1.1 100 Continue\r\n\r\n");
      String body = new String(wire.bytes(4));
      wire.send("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n" + body);
    })); Wire client = rig.route(HOST, app.port()).client()) {
      client.send("PUT / HTTP/1.1\r\nHost: " + HOST + "\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n");
      assertThat(client.read(false).status()).isEqualTo(100);
      client.send("data");
      assertThat(client.read(false).text()).isEqualTo("data");
    }
  }

  @Test
  void expectContinue_refused_closesAsTheBodyMayOrMayNotCome() throws IOException {
    try (Backend app = new Backend(Backend.Script.ofHead((wire, request) -> wire.send("HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n")));
        Wire client = rig.route(HOST, app.port()).client()) {
      client.send("PUT / HTTP/1.1\r\nHost: " + HOST + "\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n");
      Wire.Message answer = client.read(false);
      assertThat(answer.status()).isEqualTo(413);
      assertThat(answer.header("Connection")).isEqualTo("close");
      assertThat(client.next()).isEqualTo(-1);
    }
  }

  @Test
  void accessLine_saysWhoServedWhat() throws IOException {
    try (Backend app = Backend.saying("hello"); Wire client = rig.route(HOST, app.port()).client()) {
      client.get(HOST, "/p?q=\"1", "User-Agent: te\"st", "Referer: http://r/");
      client.get(HOST, "/");
      assertThat(rig.log.getFirst().appGuid()).isEqualTo("app-" + HOST);
      assertThat(rig.log.getFirst().text()).matches("web\\.apps\\.localhost - \\[\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{9}Z] \"GET /p\\?q=\\\\\"1 HTTP/1\\.1\" 200 0 5 "
          + "\"http://r/\" \"te\\\\\"st\" \"127\\.0\\.0\\.1:\\d+\" \"127\\.0\\.0\\.1:" + app.port() + "\" x_forwarded_for:\"127\\.0\\.0\\.1\" x_forwarded_proto:\"http\" "
          + "vcap_request_id:\"[0-9a-f-]{36}\" response_time:\\d+\\.\\d{6} gorouter_time:\\d+\\.\\d{6} app_id:\"app-web\\.apps\\.localhost\" app_index:\"0\" "
          + "instance_id:\"i0\" x_cf_routererror:\"-\"");
    }
  }
}
