package dev.ingot.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Archives that want out, or want everything: each gets a clear error, and nothing is written outside. */
@Order(7)
class HostileArchivesE2E {
  private static final String APP = "hostile";
  private final TestPlatform platform = TestPlatform.get();
  private String appGuid = "";

  @BeforeEach
  void anApp() throws Exception {
    String space = get("/v3/spaces").path("resources").path(0).path("guid").asString();
    JsonNode found = get("/v3/apps?names=" + APP).path("resources");
    if (found.isEmpty()) {
      found = TestPlatform.JSON.createArrayNode().add(post("/v3/apps", "{\"name\":\"" + APP + "\",\"relationships\":{\"space\":{\"data\":{\"guid\":\"" + space + "\"}}}}"));
    }
    appGuid = found.path(0).path("guid").asString();
  }

  static Stream<Arguments> refused() throws IOException {
    byte[] good = zip(entry("index.html", 0100644, "hello"));
    byte[] wrongCrc = zipStored("index.html", "hello there");
    int content = indexOf(wrongCrc, "hello there".getBytes(StandardCharsets.UTF_8));
    wrongCrc[content] ^= 1;
    return Stream.of(
        Arguments.of("parent directory", zip(entry("../../../../tmp/ingot-escaped", 0100644, "x"))),
        Arguments.of("absolute name", zip(entry("/tmp/ingot-escaped", 0100644, "x"))),
        Arguments.of("link out of the app", zip(entry("up", 0120777, "../../../../etc/passwd"))),
        Arguments.of("absolute link", zip(entry("abs", 0120777, "/etc/passwd"))),
        Arguments.of("file through a link", zip(entry("dir", 0120777, "/tmp"), entry("dir/ingot-escaped", 0100644, "x"))),
        Arguments.of("device node", zip(entry("null", 0020666, ""))),
        Arguments.of("fifo", zip(entry("fifo", 0010644, ""))),
        Arguments.of("truncated", Arrays.copyOf(good, good.length / 2)),
        Arguments.of("not a zip", "GIF89a".getBytes(StandardCharsets.UTF_8)),
        Arguments.of("wrong CRC", wrongCrc),
        Arguments.of("bomb by ratio", bomb()),
        Arguments.of("same name twice", zip(entry("a", 0100644, "1"), entry("a", 0100644, "2"))));
  }

  @ParameterizedTest(name = "{0}")
  @Order(1)
  @MethodSource("refused")
  void isRefusedWithAReason(String name, byte[] archive) throws Exception {
    HttpResponse<String> answer = upload(archive);

    String text = answer.body();
    JsonNode body = TestPlatform.JSON.readTree(text);
    boolean refused = answer.statusCode() / 100 == 4 && body.path("errors").path(0).path("detail").asString("").length() > 10;
    boolean failed = body.path("state").asString("").equals("FAILED") && body.path("data").path("error").asString("").length() > 10;
    assertThat(refused || failed).as(answer.statusCode() + " " + text).isTrue();
    assertThat(Path.of("/tmp/ingot-escaped")).doesNotExist();
  }

  @Test
  @Order(2)
  void aMillionEntries_areRefusedInReasonableTime() throws Exception {
    Path zip = Files.createTempFile("million-", ".zip");
    try (ZipArchiveOutputStream out = new ZipArchiveOutputStream(zip)) {
      out.setMethod(ZipArchiveOutputStream.STORED);
      out.setUseZip64(org.apache.commons.compress.archivers.zip.Zip64Mode.AsNeeded);
      for (int i = 0; i <= 1_000_000; i++) {
        ZipArchiveEntry entry = new ZipArchiveEntry("f" + i);
        entry.setSize(0);
        entry.setCrc(0);
        out.putArchiveEntry(entry);
        out.closeArchiveEntry();
      }
    }
    try {
      HttpResponse<String> answer = upload(Files.readAllBytes(zip));
      assertThat(answer.body()).as(String.valueOf(answer.statusCode())).containsPattern("(?i)entries|files");
      assertThat(answer.statusCode() == 422 || answer.body().contains("FAILED")).as(answer.body()).isTrue();
    } finally {
      Files.delete(zip);
    }
  }

  @Test
  @Order(3)
  void nonAsciiNamesModesAndInnerLinks_arriveInTheContainer() throws Exception {
    byte[] archive = zip(entry("index.html", 0100644, "Hello from Ingot"), entry("grüße/日本 語.txt", 0100640, "tekst\n"), entry("run.sh", 0100755, "#!/bin/sh\n"),
        entry("grüße/link.txt", 0120777, "日本 語.txt"),
        entry("Procfile", 0100644, "web: stat -c '%a %N' run.sh 'grüße/日本 語.txt' grüße/link.txt; cat grüße/link.txt; exec sleep 1000\n"));
    HttpResponse<String> answer = upload(archive);
    assertThat(TestPlatform.JSON.readTree(answer.body()).path("state").asString()).as(answer.body()).isEqualTo("READY");
    String process = get("/v3/apps/" + appGuid + "/processes").path("resources").path(0).path("guid").asString();
    send("PATCH", "/v3/processes/" + process, "{\"health_check\":{\"type\":\"process\"}}");
    platform.ingot("scale", APP, "-m", "64M").mustSucceed();

    Commands.Result restage = platform.ingot("restage", APP).mustSucceed();

    Eventually.within(Duration.ofSeconds(20), "the app told what it sees; restage said:\n" + restage.output(), () -> {
      String log = platform.ingot("logs", APP, "--recent").output();
      return log.contains("755 'run.sh'") && log.contains("640 'grüße/日本 語.txt'") && log.contains("'grüße/link.txt' -> '日本 語.txt'") && log.contains("tekst");
    });
    platform.ingot("delete", APP, "-f", "-r").mustSucceed();
  }

  private HttpResponse<String> upload(byte[] archive) throws Exception {
    String guid = post("/v3/packages", "{\"type\":\"bits\",\"relationships\":{\"app\":{\"data\":{\"guid\":\"" + appGuid + "\"}}}}").path("guid").asString();
    String boundary = "b0undary";
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(("--" + boundary + "\r\nContent-Disposition: form-data; name=\"resources\"\r\n\r\n[]\r\n--" + boundary
        + "\r\nContent-Disposition: form-data; name=\"bits\"; filename=\"package.zip\"\r\nContent-Type: application/octet-stream\r\n\r\n").getBytes(StandardCharsets.UTF_8));
    body.writeBytes(archive);
    body.writeBytes(("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8));
    return TestPlatform.HTTP.send(request("/v3/packages/" + guid + "/upload").header("Content-Type", "multipart/form-data; boundary=" + boundary)
        .timeout(Duration.ofMinutes(2)).POST(BodyPublishers.ofByteArray(body.toByteArray())).build(), BodyHandlers.ofString());
  }

  private JsonNode get(String path) throws Exception {
    return TestPlatform.JSON.readTree(TestPlatform.HTTP.send(request(path).build(), BodyHandlers.ofString()).body());
  }

  private JsonNode post(String path, String json) throws Exception {
    return send("POST", path, json);
  }

  private JsonNode send(String method, String path, String json) throws Exception {
    HttpResponse<String> answer = TestPlatform.HTTP.send(request(path).header("Content-Type", "application/json").method(method, BodyPublishers.ofString(json)).build(), BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isLessThan(300);
    return TestPlatform.JSON.readTree(answer.body().isEmpty() ? "{}" : answer.body());
  }

  private HttpRequest.Builder request(String path) throws IOException {
    platform.ingot("target");
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + platform.port + path)).header("Authorization", "bearer " + platform.token());
  }

  private record Entry(String name, int mode, byte[] content) {}

  private static Entry entry(String name, int mode, String content) {
    return new Entry(name, mode, content.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] zip(Entry... entries) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipArchiveOutputStream out = new ZipArchiveOutputStream(bytes)) {
      for (Entry each : entries) {
        ZipArchiveEntry entry = new ZipArchiveEntry(each.name());
        entry.setUnixMode(each.mode());
        out.putArchiveEntry(entry);
        out.write(each.content());
        out.closeArchiveEntry();
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] zipStored(String name, String content) throws IOException {
    byte[] text = content.getBytes(StandardCharsets.UTF_8);
    java.util.zip.CRC32 crc = new java.util.zip.CRC32();
    crc.update(text);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipArchiveOutputStream out = new ZipArchiveOutputStream(bytes)) {
      out.setMethod(ZipArchiveOutputStream.STORED);
      ZipArchiveEntry entry = new ZipArchiveEntry(name);
      entry.setSize(text.length);
      entry.setCrc(crc.getValue());
      out.putArchiveEntry(entry);
      out.write(text);
      out.closeArchiveEntry();
    }
    return bytes.toByteArray();
  }

  /** 300 MB of zeros in about 300 KB. */
  private static byte[] bomb() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipArchiveOutputStream out = new ZipArchiveOutputStream(bytes)) {
      out.putArchiveEntry(new ZipArchiveEntry("zeros"));
      byte[] block = new byte[1 << 20];
      for (int i = 0; i < 300; i++) {
        out.write(block);
      }
      out.closeArchiveEntry();
    }
    return bytes.toByteArray();
  }

  private static int indexOf(byte[] bytes, byte[] part) {
    for (int i = 0; i + part.length <= bytes.length; i++) {
      if (Arrays.equals(bytes, i, i + part.length, part, 0, part.length)) {
        return i;
      }
    }
    throw new AssertionError("not found");
  }
}
