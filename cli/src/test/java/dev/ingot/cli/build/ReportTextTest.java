package dev.ingot.cli.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.api.build.Build;
import dev.ingot.api.build.BuildReport;
import dev.ingot.api.droplet.Droplet;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** What people see of a report; reports are JSON as the platform sends it. */
class ReportTextTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String DETECTION = """
      {"tried":[
        {"id":"ingot/java","version":"0.1.0","name":"Java","verdict":"failed","why":"it is not for this app","exit_code":100,"output":["looking","no pom.xml"],"millis":3,"extension":false,"options":[]},
        {"id":"ingot/odd","version":"2","name":"Odd","verdict":"error","why":"exit code 3","exit_code":3,"output":["sh: no such file"],"millis":5,"extension":false,"options":[]},
        {"id":"ingot/nodejs","version":"0.1.0","name":"Node.js","verdict":"passed","why":null,"exit_code":0,"output":[],"millis":4,"extension":false,
         "options":[{"provides":["node"],"requires":["node"]}]}],
       "groups":[{"buildpacks":["ingot/java@0.1.0","ingot/procfile@0.1.0?"],"why":"ingot/java@0.1.0 did not pass"},{"buildpacks":["ingot/nodejs@0.1.0"],"why":null}],
       "group":[{"id":"ingot/nodejs","version":"0.1.0","name":"Node.js"}],
       "plan":[{"name":"node","providers":["ingot/nodejs@0.1.0"],"requires":[{"buildpack":"ingot/nodejs@0.1.0","metadata":"{\\"version\\":\\"24\\"}"}]}]}""";

  private static BuildReport report(String state, String detection, String failure, String image) {
    return JSON.readValue("""
        {"build":{"guid":"b"},"state":"%s","detect_only":false,"timings":[{"phase":"detect","millis":40},{"phase":"build","millis":2340},{"phase":"detect","millis":2}],
         "detection":%s,"failure":%s,"image":%s}""".formatted(state, detection, failure, image), BuildReport.class);
  }

  private static String printed(Consumer<PrintStream> print) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    print.accept(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void failedBuild_endsAsThePhaseOfTheLifecycleDoes() {
    assertThat(exit("NoAppDetectedError", "detect", "null", "null")).isEqualTo(20);
    assertThat(exit("NoAppDetectedError", "detect", "null", DETECTION)).as("one of them failed").isEqualTo(21);
    assertThat(exit("StagingTimeExpired", "detect", "null", "null")).isEqualTo(22);
    assertThat(exit("StagingError", "analyze", "null", "null")).isEqualTo(32);
    assertThat(exit("StagingError", "restore", "null", "null")).isEqualTo(42);
    assertThat(exit("BuildpackCompileFailed", "build", "3", "null")).isEqualTo(51);
    assertThat(exit("StagingTimeExpired", "build", "null", "null")).isEqualTo(52);
    assertThat(exit("StagingError", "export", "null", "null")).isEqualTo(62);
    assertThat(exit("BuildpackCompileFailed", "generate", "3", "null")).isEqualTo(91);
    assertThat(exit("StagingError", "generate", "0", "null")).isEqualTo(92);
    assertThat(exit("BuildpackReleaseFailed", "release", "4", "null")).isEqualTo(1);
    assertThat(LifecycleExit.of(null)).isEqualTo(1);
  }

  private static int exit(String code, String phase, String status, String detection) {
    return LifecycleExit.of(report("FAILED", detection, "{\"code\":\"%s\",\"phase\":\"%s\",\"buildpack\":null,\"reason\":\"r\",\"exit_code\":%s,\"last_lines\":[],\"remedy\":null}"
        .formatted(code, phase, status), "null"));
  }

  @Test
  void plan_tellsEachVerdictWithItsReason_theGroupsAndThePlan() {
    String text = printed(out -> PlanText.print(report("STAGED", DETECTION, "null", "null"), out));

    assertThat(text).contains("ingot/java    0.1.0    no       3 ms  it is not for this app: no pom.xml")
        .contains("ingot/odd     2        error    5 ms  exit code 3")
        .contains("ingot/nodejs  0.1.0    passed   4 ms  provides node wants node")
        .contains("last lines of ingot/odd:\n  sh: no such file")
        .contains("1      ingot/java@0.1.0, ingot/procfile@0.1.0?  no: ingot/java@0.1.0 did not pass")
        .contains("2      ingot/nodejs@0.1.0                       yes")
        .contains("node  ingot/nodejs@0.1.0  ingot/nodejs@0.1.0 {\"version\":\"24\"}");
  }

  @Test
  void planWithoutDetection_saysSo() {
    assertThat(printed(out -> PlanText.print(report("FAILED", "null", "null", "null"), out))).contains("Nothing was detected");
  }

  @Test
  void build_tellsPhasesLayersAndWhatIsNew() {
    Droplet droplet = JSON.readValue("""
        {"guid":"d","state":"STAGED","lifecycle":{"type":"buildpack","data":{}},"execution_metadata":"","process_types":{"worker":"node w.js","web":"node server.js"},
         "image":"localhost:8080/apps/a@sha256:ff","relationships":{"app":{"data":{"guid":"a"}}},"metadata":{"labels":{},"annotations":{}},"links":{}}""", Droplet.class);
    String image = """
        {"droplet":{"guid":"d"},"size_in_bytes":3145728,"layers":[
          {"created_by":"stack","diff_id":"sha256:1","digest":"sha256:0123456789abcdef0123","size_in_bytes":2097152,"reused":true},
          {"created_by":"app","diff_id":"sha256:2","digest":"sha256:fedcba98765432100123","size_in_bytes":1048576,"reused":false}]}""";

    String text = printed(out -> BuildText.print(report("STAGED", DETECTION, "null", image), droplet, out));

    assertThat(text).contains("detect    42 ms").contains("build     2.3 s").contains("together  2.4 s")
        .contains("2M    reused  sha256:0123456789ab…  stack").contains("1M    new     sha256:fedcba987654…  app")
        .contains("3M compressed in 2 layers, 1M of it new").contains("image  localhost:8080/apps/a@sha256:ff")
        .contains("web      node server.js\nworker   node w.js");
    assertThat(text).as("what did not pass belongs to the plan").doesNotContain("ingot/java");
    assertThat(DockerHint.of("localhost:8080/apps/a@sha256:ff")).containsExactly("docker login localhost:8080",
        "docker run --rm -e PORT=8080 -p 9000:8080 localhost:8080/apps/a@sha256:ff");
  }

  @Test
  void failure_tellsPhaseBuildpackExitCodeLinesAndRemedy() {
    Build build = JSON.readValue("{\"guid\":\"b\",\"state\":\"FAILED\",\"staging_memory_in_mb\":1,\"staging_disk_in_mb\":1,\"error\":\"BuildpackCompileFailed - npm failed\"}", Build.class);
    String failure = """
        {"code":"BuildpackCompileFailed","phase":"build","buildpack":"ingot/nodejs@0.1.0","reason":"npm failed","exit_code":1,"last_lines":["npm ERR!","two"],
         "remedy":"Read the lines."}""";

    assertThat(FailedBuild.text(build, report("FAILED", "null", failure, "null"), true)).isEqualTo("""
        the build failed: BuildpackCompileFailed - npm failed
          phase      build
          buildpack  ingot/nodejs@0.1.0
          exit code  1
          last lines
            npm ERR!
            two
          remedy     Read the lines.""");
    assertThat(FailedBuild.text(build, report("FAILED", "null", failure, "null"), false)).doesNotContain("npm ERR!").contains("Read the lines.");
    assertThat(FailedBuild.text(build, null, true)).isEqualTo("the build failed: BuildpackCompileFailed - npm failed");
  }
}
