package dev.ingot.controller.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.controller.testing.Http;
import dev.ingot.controller.testing.RunningController;
import dev.ingot.controller.testing.Tenants;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing a client sends is answered with a 500, and every error has the v3 body. */
class BadInputIT {
  private static final RunningController CONTROLLER = RunningController.get();
  private static final Http ADMIN = CONTROLLER.admin();

  @Test
  void unknown_paths_and_methods_are_unknown_requests() {
    assertThat(ADMIN.get("/v3/no_such_thing").detail()).isEqualTo("Unknown request");
    assertThat(ADMIN.get("/nothing/here").title()).isEqualTo("CF-NotFound");
    assertThat(ADMIN.put("/v3/organizations", "{}").status()).isEqualTo(404);
    assertThat(ADMIN.send("TRACE", "/v3/organizations", null, null).status()).isGreaterThanOrEqualTo(400).isLessThan(500);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "", "not json", "{\"name\":\"a\"} trailing", "{\"name\":\"a\",\"name\":\"b\"}", "\u0000"})
  void broken_json_is_a_parse_error(String body) {
    var answer = ADMIN.post("/v3/organizations", body);
    assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
    assertThat(answer.title()).isEqualTo("CF-MessageParseError");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "{\"name\":5}|name must be a string", "{\"name\":true}|name must be a string", "{\"name\":[\"a\"]}|name must be a string",
      "{\"name\":\"a\",\"suspended\":\"yes\"}|suspended must be a boolean", "{\"name\":\"a\",\"suspended\":1}|suspended must be a boolean",
      "{\"name\":\"a\",\"metadata\":[]}|metadata must be an object", "[]|The request body must be an object",
      "{\"name\":\"a\",\"colour\":1}|Unknown field(s): 'colour'", "{}|Name can't be blank", "{\"name\":\"  \"}|Name can't be blank",
      "{\"name\":\"a\\u0000b\"}|Name must not contain control characters"})
  void wrong_fields_are_told_by_name(String body, String detail) {
    var answer = ADMIN.post("/v3/organizations", body);
    assertThat(answer.status()).as(answer.toString()).isEqualTo(422);
    assertThat(answer.detail()).isEqualTo(detail);
  }

  @Test
  void a_name_of_a_megabyte_is_refused() {
    assertThat(ADMIN.post("/v3/organizations", "{\"name\":\"" + "x".repeat(1 << 20) + "\"}").detail()).startsWith("Name is too long");
    var answer = ADMIN.get("/v3/organizations?names=" + "x".repeat(20_000));
    assertThat(answer.status()).isEqualTo(200);
  }

  @Test
  void a_body_over_the_limit_is_413_with_and_without_a_length() throws Exception {
    String body = "{\"name\":\"" + "x".repeat(BodyLimitFilter.MAX_BYTES) + "\"}";
    var answer = ADMIN.post("/v3/organizations", body);
    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.title()).isEqualTo("CF-RequestTooLarge");
    assertThat(raw("POST /uaa/oauth/token HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 99999999\r\n\r\n")).contains("413");
  }

  @Test
  void deep_nesting_is_refused() {
    var answer = ADMIN.post("/v3/organizations", "{\"name\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}");
    assertThat(answer.status()).isBetween(400, 422);
    assertThat(ADMIN.post("/uaa/Users", "[".repeat(5000) + "]".repeat(5000)).status()).isEqualTo(400);
  }

  @Test
  void sql_in_values_is_only_text() {
    String evil = "x'; drop table organizations; --";
    assertThat(ADMIN.get("/v3/organizations?names=" + Http.q(evil)).at("/pagination/total_results")).isEqualTo("0");
    assertThat(ADMIN.get("/v3/organizations?label_selector=" + Http.q("a=b'--")).status()).isEqualTo(400);
    assertThat(ADMIN.get("/v3/organizations?order_by=" + Http.q("name;drop table x")).status()).isEqualTo(400);
    assertThat(ADMIN.get("/v3/organizations/" + Http.q(evil).replace("+", "%20")).status()).isEqualTo(404);
    String name = Tenants.unique("o'); drop table spaces; --");
    assertThat(ADMIN.post("/v3/organizations", "{\"name\":\"" + name + "\"}").status()).isEqualTo(201);
    assertThat(ADMIN.get("/v3/organizations?names=" + Http.q(name)).at("/resources/0/name")).isEqualTo(name);
  }

  @Test
  void a_nul_in_a_path_or_query_is_a_client_error() {
    assertThat(ADMIN.get("/v3/organizations?names=%00").title()).isEqualTo("CF-BadQueryParameter");
    assertThat(ADMIN.get("/v3/organizations/a%00b").title()).isEqualTo("CF-BadRequest");
    assertThat(CONTROLLER.anonymous().form("/oauth/token", "grant_type", "password", "username", "a\0", "password", "b").status()).isBetween(400, 422);
  }

  @ParameterizedTest
  @ValueSource(strings = {"page=0", "page=-1", "page=x", "page=99999999999", "per_page=0", "per_page=5001", "per_page=", "order_by=size", "order_by=",
      "colour=red", "include=quota", "created_ats=yesterday", "label_selector=%21%21", "page=1&page=2", "page=2147483647&per_page=5000"})
  void bad_list_parameters_are_told(String query) {
    var answer = ADMIN.get("/v3/organizations?" + query);
    assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
    assertThat(answer.title()).isEqualTo("CF-BadQueryParameter");
  }

  @Test
  void a_query_that_is_not_utf_8_is_a_bad_request() {
    assertThat(ADMIN.get("/v3/organizations?guids=%FF%FE").title()).isEqualTo("CF-BadRequest");
  }

  @Test
  void a_forged_host_does_not_get_into_links() throws IOException {
    String answer = raw("GET / HTTP/1.1\r\nHost: good.example\r\nX-Forwarded-Host: evil\"><script>\r\nConnection: close\r\n\r\n");
    assertThat(answer).contains("200").doesNotContain("<script>").contains("http://localhost:" + RunningController.EXTERNAL_PORT + "/v3");
    assertThat(raw("GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-Host: api.example.com\r\nX-Forwarded-Proto: https\r\nConnection: close\r\n\r\n"))
        .contains("https://api.example.com/v3");
  }

  @Test
  void errors_are_json_whatever_the_client_accepts() {
    var answer = ADMIN.send("GET", "/v3/organizations/none", null, null, "Accept", "text/html");
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.detail()).isEqualTo("Organization not found");
    assertThat(ADMIN.send("POST", "/v3/organizations", "text/plain", "name").title()).isEqualTo("CF-BadRequest");
  }

  private static String raw(String request) throws IOException {
    var url = URI.create(CONTROLLER.url());
    try (var socket = new Socket("localhost", url.getPort())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      byte[] answer = new byte[16_384];
      int length = 0;
      int read;
      while (length < answer.length && (read = socket.getInputStream().read(answer, length, answer.length - length)) > 0) {
        length += read;
        if (new String(answer, 0, length, StandardCharsets.ISO_8859_1).startsWith("HTTP/1.1 413")) {
          break;
        }
      }
      return new String(answer, 0, length, StandardCharsets.ISO_8859_1);
    }
  }
}
