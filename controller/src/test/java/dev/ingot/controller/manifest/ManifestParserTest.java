package dev.ingot.controller.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ManifestParserTest {
  private static ManifestApp one(String body) {
    return ManifestParser.parse("applications:\n- name: web\n" + body.indent(2)).getFirst();
  }

  @Test
  void what_the_cf_cli_sends_without_a_manifest() {
    var app = one("default-route: true");
    assertThat(app.name()).isEqualTo("web");
    assertThat(app.defaultRoute()).isTrue();
    assertThat(app.processes()).isEmpty();
    assertThat(app.buildpacks()).isNull();
    assertThat(app.routes()).isNull();
  }

  @Test
  void settings_at_the_top_are_those_of_web() {
    var web = one("memory: 1 gb\ndisk_quota: 512M\ninstances: 0\ncommand: null\ntimeout: 30\nlog-rate-limit-per-second: -1\nhealth-check-type: none")
        .processes().getFirst();
    assertThat(web.type()).isEqualTo("web");
    assertThat(web.memoryMb()).isEqualTo(1024);
    assertThat(web.diskMb()).isEqualTo(512);
    assertThat(web.instances()).isZero();
    assertThat(web.commandGiven()).isTrue();
    assertThat(web.command()).isNull();
    assertThat(web.timeout()).isEqualTo(30);
    assertThat(web.logRateLimit()).isEqualTo(-1);
    assertThat(web.health().type()).isEqualTo("process");
  }

  @Test
  void an_entry_for_web_wins_over_the_top() {
    var app = one("memory: 1G\nprocesses:\n- type: web\n  memory: 64M\n- type: worker\n  disk-quota: 2G\n  instances: 3");
    assertThat(app.processes()).extracting("type").containsExactly("web", "worker");
    assertThat(app.processes().get(0).memoryMb()).isEqualTo(64);
    assertThat(app.processes().get(1).diskMb()).isEqualTo(2048);
  }

  @Test
  void anchors_and_merges_are_resolved_for_every_app() {
    var apps = ManifestParser.parse("""
        defaults: &defaults
          memory: 96M
          env: {A: one, B: 2, C: true, D: 2020-01-02, E: {x: [1]}, F: null}
        applications:
        - name: first
          <<: *defaults
        - name: second
          <<: *defaults
          memory: 1T
        """);
    assertThat(apps).extracting(ManifestApp::name).containsExactly("first", "second");
    assertThat(apps.get(0).processes().getFirst().memoryMb()).isEqualTo(96);
    assertThat(apps.get(1).processes().getFirst().memoryMb()).isEqualTo(1 << 20);
    assertThat(apps.get(1).env()).containsEntry("A", "one").containsEntry("B", "2").containsEntry("C", "true")
        .containsEntry("D", "2020-01-02").containsEntry("E", "{\"x\":[1]}").containsEntry("F", null);
  }

  @Test
  void routes_buildpacks_and_the_rest_are_read() {
    var app = one("""
        buildpacks: [java, nodejs]
        stack: trixie
        no-route: false
        random-route: true
        routes:
        - route: a.example.com/path
          protocol: http2
          options: {loadbalancing: least-connection}
        metadata: {labels: {team: red}, annotations: {gone: null}}
        unknown-key: {anything: goes}
        path: /somewhere/on/a/laptop
        """);
    assertThat(app.buildpacks()).containsExactly("java", "nodejs");
    assertThat(app.routes()).hasSize(1);
    assertThat(app.routes().getFirst().protocol()).isEqualTo("http2");
    assertThat(app.routes().getFirst().options()).containsEntry("loadbalancing", "least-connection");
    assertThat(app.randomRoute()).isTrue();
    assertThat(app.labels()).containsEntry("team", "red");
    assertThat(app.annotations()).containsEntry("gone", null);
    assertThat(one("buildpacks: []").buildpacks()).isEmpty();
    assertThat(one("buildpack: null").buildpacks()).isEmpty();
    assertThat(one("buildpack: go").buildpacks()).containsExactly("go");
  }

  static Stream<Arguments> wrong() {
    return Stream.of(
        Arguments.of("version: 2\napplications: [{name: a}]", "Unsupported manifest schema version"),
        Arguments.of("applications: []", "no 'applications' field"),
        Arguments.of("just text", "must be an object"),
        Arguments.of("", "must be an object"),
        Arguments.of("applications: [{memory: 1G}]", "at index 0: Name must not be empty"),
        Arguments.of("applications: [{name: a, memory: 12}]", "For application 'a': memory must use a supported unit"),
        Arguments.of("applications: [{name: a, memory: 1K}]", "memory must be at least 1MB"),
        Arguments.of("applications: [{name: a, memory: 99999999999999999T}]", "memory must use a supported unit"),
        Arguments.of("applications: [{name: a, instances: many}]", "instances must be an integer"),
        Arguments.of("applications: [{name: a, instances: -1}]", "instances must be greater than or equal to 0"),
        Arguments.of("applications: [{name: a, env: [1]}]", "env must be an object"),
        Arguments.of("applications: [{name: a, env: {VCAP_X: 1}}]", "cannot start with VCAP_"),
        Arguments.of("applications: [{name: a, env: {PORT: 1}}]", "cannot set PORT"),
        Arguments.of("applications: [{name: a, routes: [b]}]", "routes must be a list of objects"),
        Arguments.of("applications: [{name: a, no-route: maybe}]", "no-route must be a boolean"),
        Arguments.of("applications: [{name: a, health-check-type: dance}]", "health-check-type must be"),
        Arguments.of("applications: [{name: a, processes: [{memory: 1G}]}]", "with a key 'type'"),
        Arguments.of("applications: [{name: a, processes: [{type: x}, {type: x}]}]", "may only be present once"),
        Arguments.of("applications: [{name: a}, {name: a}]", "used by two applications"),
        Arguments.of("applications: [{name: a, lifecycle: magic}]", "lifecycle must be one of"),
        Arguments.of("applications: {name: [", "not valid YAML"),
        Arguments.of("applications:\n- name: a\n  name: b", "not valid YAML"),
        Arguments.of("applications: [{name: !!javax.script.ScriptEngineManager []}]", "not valid YAML"),
        Arguments.of("a: &a [*a]\napplications: [{name: b}]", "not valid YAML"),
        Arguments.of("x: " + "[".repeat(60) + "]".repeat(60), "not valid YAML"),
        Arguments.of("x: '" + "y".repeat(1 << 20) + "'", "larger than"));
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void what_cannot_be_applied_is_refused_with_the_reason(String yaml, String reason) {
    assertThatThrownBy(() -> ManifestParser.parse(yaml)).isInstanceOf(ManifestException.class).hasMessageContaining(reason);
  }

  @Test
  void aliases_that_grow_into_a_bomb_are_refused() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 9; i++) {
      bomb.append("a%d: &a%d [%s]\n".formatted(i, i, String.join(", ", java.util.Collections.nCopies(9, "*a" + (i - 1)))));
    }
    assertThatThrownBy(() -> ManifestParser.parse(bomb + "applications: [{name: a}]")).isInstanceOf(ManifestException.class)
        .hasMessageContaining("grow to more than");
  }

  @Test
  void every_problem_is_told_at_once() {
    assertThatThrownBy(() -> ManifestParser.parse("applications: [{name: a, memory: x, instances: y}, {name: b, timeout: 0}]"))
        .isInstanceOfSatisfying(ManifestException.class, e -> assertThat(e.problems()).hasSize(3));
  }

  @Test
  void sizes_are_powers_of_1024() {
    assertThat(List.of("1B", "1k", "1KB", "2m", "3GB", "1t")).extracting(text -> Size.bytes(text).orElseThrow())
        .containsExactly(1L, 1024L, 1024L, 2L << 20, 3L << 30, 1L << 40);
    assertThat(List.of("1", "", "-1M", "1.5G", "1PB", "M")).allSatisfy(text -> assertThat(Size.bytes(text)).isEmpty());
    assertThat(Size.ofLogRate(-1)).isEqualTo("-1");
    assertThat(Size.ofLogRate(0)).isEqualTo("0B");
    assertThat(Size.ofLogRate(2048)).isEqualTo("2K");
  }
}
