package dev.ingot.controller.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DifferencesTest {
  private static final Map<String, Object> CURRENT = Map.of("name", "web", "memory", "1024M", "instances", 1,
      "env", Map.of("KEEP", "1", "CHANGE", "old", "GONE", "x", "LIST", "[1,true]"),
      "routes", List.of(Map.of("route", "a.example.com", "protocol", "http1")),
      "processes", List.of(Map.of("type", "web", "memory", "1024M"), Map.of("type", "worker", "memory", "64M")));

  private static List<String> differences(String yaml) {
    Object wanted = SafeYaml.read(yaml);
    return Differences.of("/applications/0", CURRENT, (Map<?, ?>) java.util.Objects.requireNonNull(wanted)).stream()
        .map(change -> change.op() + " " + change.path() + " " + change.was() + " " + change.value()).toList();
  }

  @Test
  void what_is_the_same_or_not_named_is_no_difference() {
    assertThat(differences("{name: web, memory: 1G, instances: 1, env: {KEEP: 1}, routes: [{route: a.example.com}], default-route: true, path: /x}")).isEmpty();
  }

  @Test
  void a_variable_with_structure_is_its_json_and_no_route_without_routes_is_nothing_new() {
    assertThat(differences("{name: web, env: {LIST: [1, true]}}")).isEmpty();
    assertThat(differences("{name: web, no-route: true}")).containsExactly("add /applications/0/no-route null true");
    assertThat(Differences.of("/applications/0", Map.of("name", "web"), Map.of("no-route", true))).isEmpty();
  }

  @Test
  void changes_are_told_where_they_are() {
    assertThat(differences("{name: web, memory: 2G, stack: new, env: {CHANGE: new, GONE: null, MORE: 2}}")).containsExactly(
        "replace /applications/0/memory 1024M 2G", "add /applications/0/stack null new", "replace /applications/0/env/CHANGE old new",
        "remove /applications/0/env/GONE x null", "add /applications/0/env/MORE null 2");
  }

  @Test
  void processes_and_routes_are_matched_by_name_not_by_place() {
    assertThat(differences("{name: web, processes: [{type: worker, memory: 65M}, {type: clock, instances: 1}], routes: [{route: b.example.com}]}"))
        .containsExactly("replace /applications/0/processes/0/memory 64M 65M",
            "add /applications/0/processes/1 null {type=clock, instances=1}", "add /applications/0/routes/0 null {route=b.example.com}");
  }

  @Test
  void a_new_app_is_all_added() {
    assertThat(Differences.of("/applications/1", null, Map.of("name", "new"))).singleElement()
        .satisfies(change -> assertThat(change.path()).isEqualTo("/applications/1/name"));
  }
}
