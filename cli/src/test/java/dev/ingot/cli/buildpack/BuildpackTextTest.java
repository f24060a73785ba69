package dev.ingot.cli.buildpack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.api.buildpack.DescribedBuildpack;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class BuildpackTextTest {
  private static DescribedBuildpack read(String json) {
    return JsonMapper.builder().build().readValue(json, DescribedBuildpack.class);
  }

  private static final DescribedBuildpack OURS = read("""
      {"guid":"1","name":"nodejs_buildpack","state":"READY","filename":"ingot-nodejs-0.1.0","position":1,"enabled":true,"locked":false,
       "kind":"system","id":"ingot/nodejs","version":"0.1.0","about":{"api":"0.10","name":"Node.js","description":"Node.js apps","homepage":"https://example.com",
       "licenses":["Apache-2.0"],"targets":["linux/amd64"],"settings":[{"name":"BP_NODE_VERSION","description":"version or range","standard":"24.x","phase":"build"}]}}""");
  private static final DescribedBuildpack WAITING = read("""
      {"guid":"2","name":"mine","stack":"trixie","state":"AWAITING_UPLOAD","position":2,"enabled":false,"locked":true}""");

  private static String printed(Consumer<PrintStream> print) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    print.accept(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void list_saysWhichAreOurs() {
    assertThat(printed(out -> BuildpackText.print(List.of(OURS, WAITING), out))).isEqualTo("""
        position  name              id            version  kind  stack   state
        1         nodejs_buildpack  ingot/nodejs  0.1.0    ours  any     enabled
        2         mine              -             -        -     trixie  waits for its upload, locked
        """);
  }

  @Test
  void show_tellsSettings() {
    assertThat(printed(out -> BuildpackText.print(OURS, out))).contains("homepage  https://example.com").contains("licence   Apache-2.0")
        .contains("BP_NODE_VERSION  24.x     build  version or range");
    assertThat(printed(out -> BuildpackText.print(WAITING, out))).contains("name      mine").doesNotContain("homepage");
  }
}
