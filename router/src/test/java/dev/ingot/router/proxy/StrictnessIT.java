package dev.ingot.router.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that two parsers could read differently reach nobody. In the tables, | stands for CR LF. */
class StrictnessIT {
  private static final String HOST = "web.apps.localhost";
  private final Rig rig = new Rig();
  private final Backend app = Backend.saying("ok");

  @AfterEach
  void stop() {
    rig.close();
    app.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "POST / HTTP/1.1|Host: H|Content-Length: 3|Transfer-Encoding: chunked||0||",
    "POST / HTTP/1.1|Host: H|Transfer-Encoding: chunked|Content-Length: 3||0||",
    "POST / HTTP/1.1|Host: H|Content-Length: 3|Content-Length: 4||abcd",
    "POST / HTTP/1.1|Host: H|Content-Length: 3|Content-Length: 3||abc",
    "POST / HTTP/1.1|Host: H|Content-Length: 3, 3||abc",
    "POST / HTTP/1.1|Host: H|Content-Length: +3||abc",
    "POST / HTTP/1.1|Host: H|Content-Length: -3||abc",
    "POST / HTTP/1.1|Host: H|Content-Length: 0x3||abc",
    "POST / HTTP/1.1|Host: H|Content-Length: 99999999999999999999||abc",
    "POST / HTTP/1.1|Host: H|Content-Length:||abc",
    "POST / HTTP/1.1|Host: H|Transfer-Encoding: gzip, chunked||0||",
    "POST / HTTP/1.1|Host: H|Transfer-Encoding: xchunked||0||",
    "POST / HTTP/1.1|Host: H|Transfer-Encoding: chunked|Transfer-Encoding: identity||0||",
    "POST / HTTP/1.1|Host: H|Transfer-Encoding : chunked||0||",
    "POST / HTTP/1.1|Host: H|Transfer-Encoding: \u000bchunked||0||",
    "POST / HTTP/1.0|Host: H|Transfer-Encoding: chunked||0||",
    "GET / HTTP/1.1|Host: H|Host: H||",
    "GET / HTTP/1.1|Host: H|host: other||",
    "GET / HTTP/1.1|X: y||",
    "GET / HTTP/1.1|Host:||",
    "GET / HTTP/1.1|Host: a b||",
    "GET / HTTP/1.1|Host: a/b||",
    "GET / HTTP/1.1|Host: user@H||",
    "GET / HTTP/1.1|Host: H:99999||",
    "GET / HTTP/1.1|Host: H|X: a| folded||",
    "GET / HTTP/1.1| Host: H||",
    "GET / HTTP/1.1|Host: H|X y: z||",
    "GET / HTTP/1.1|Host: H|: empty||",
    "GET / HTTP/1.1|Host: H|nocolon||",
    "GET / HTTP/1.1|Host: H|X: a\rb||",
    "GET / HTTP/1.1|Host: H|X: a\u0000b||",
    "GET / HTTP/1.1\nHost: H\n\n",
    "GET / HTTP/1.1|Host: H\n|",
    "GET  / HTTP/1.1|Host: H||",
    "GET / HTTP/1.1 |Host: H||",
    "GET /a b HTTP/1.1|Host: H||",
    "GET /\tHTTP/1.1|Host: H||",
    "G@T / HTTP/1.1|Host: H||",
    "GET relative HTTP/1.1|Host: H||",
    "GET * HTTP/1.1|Host: H||",
    "GET ftp://H/ HTTP/1.1|Host: H||",
    "CONNECT H:80 HTTP/1.1|Host: H||",
    "GET / HTTP/2.0|Host: H||",
    "GET / HTTP/1.2|Host: H||",
    "GET /|Host: H||",
    "POST / HTTP/1.1|Host: H|Transfer-Encoding: chunked||zz|abc|0||",
    "POST / HTTP/1.1|Host: H|Transfer-Encoding: chunked||-1|abc|0||",
    "POST / HTTP/1.1|Host: H|Transfer-Encoding: chunked||3|abcX|0||",
  })
  void ambiguousOrMalformed_is400_andEndsTheConnection(String request) throws IOException {
    try (Wire client = rig.route(HOST, app.port()).client()) {
      client.send(request.replace("|", "\r\n").replace("H\r", HOST + "\r").replace("H\n", HOST + "\n").replace("//H/", "//" + HOST + "/"));
      Wire.Message answer = client.read(false);
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.text()).startsWith("400 Bad Request: ").hasSizeGreaterThan(30);
      assertThat(client.next()).as("the connection ends").isEqualTo(-1);
    }
  }

  @Test
  void smuggledSecondRequest_isNeverServed() throws IOException {
    try (Wire client = rig.route(HOST, app.port()).client()) {
      client.send("POST / HTTP/1.1\r\nHost: " + HOST + "\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /admin HTTP/1.1\r\nHost: " + HOST + "\r\n\r\n");
      assertThat(client.read(false).status()).isEqualTo(400);
      assertThat(client.next()).isEqualTo(-1);
      assertThat(app.requests()).isEmpty();
    }
  }

  @Test
  void oversizedHeads_are431or414_howeverTheyArrive() throws IOException {
    rig.route(HOST, app.port());
    try (Wire client = rig.client()) {
      assertThat(client.get(HOST, "/", "X: " + "a".repeat(70_000)).status()).isEqualTo(431);
    }
    try (Wire client = rig.client()) {
      assertThat(client.get(HOST, "/", "X: 1\r\n".repeat(300).strip()).status()).isEqualTo(431);
    }
    try (Wire client = rig.client()) {
      assertThat(client.get(HOST, "/" + "a".repeat(70_000)).status()).isEqualTo(414);
    }
    try (Wire client = rig.client()) {
      assertThat(client.get(HOST, "/", "X: " + "a".repeat(30_000)).status()).isEqualTo(200);
    }
  }

  @Test
  void aHeadArrivingByteByByte_isServed() throws IOException {
    try (Wire client = rig.route(HOST, app.port()).client()) {
      for (byte b : ("\r\nPOST / HTTP/1.1\r\nHost: " + HOST + "\r\nContent-Length: 3\r\n\r\nabc").getBytes()) {
        client.send(new byte[] {b});
      }
      assertThat(client.read(false).status()).isEqualTo(200);
      assertThat(app.requests().getFirst().text()).isEqualTo("abc");
    }
  }

  @Test
  void absoluteForm_countsMoreThanHost() throws IOException {
    try (Wire client = rig.route(HOST, app.port()).client()) {
      client.send("GET http://" + HOST + "/abs?x HTTP/1.1\r\nHost: other.example.org\r\n\r\n");
      assertThat(client.read(false).status()).isEqualTo(200);
      assertThat(app.requests().getFirst().first()).isEqualTo("GET /abs?x HTTP/1.1");
      assertThat(app.requests().getFirst().header("Host")).isEqualTo(HOST);
    }
  }

  @Test
  void unsolicitedBytesBehindAResponse_areNobodysAnswer() throws IOException {
    try (Backend evil = Backend.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil");
        Wire client = rig.route(HOST, evil.port()).client()) {
      for (int i = 0; i < 10; i++) {
        assertThat(client.get(HOST, "/").text()).isEqualTo("ok");
      }
    }
  }
}
