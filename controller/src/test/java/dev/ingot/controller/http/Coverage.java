package dev.ingot.controller.http;

import dev.ingot.controller.testing.ApiCalls.Call;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Which documented operations are there, by what was called. */
final class Coverage {
  /** What any caller may do: nobody is refused. */
  private static final Set<String> OPEN = Set.of("GET /", "GET /v3", "GET /v3/info");
  /** What every user may see: refused is only who is not logged in. */
  private static final Set<String> EVERY_USER = Set.of("GET /v3/buildpacks/:", "GET /v3/stacks/:", "GET /v3/stacks/:/apps", "GET /v3/feature_flags/:",
      "GET /v3/environment_variable_groups/:", "GET /v3/jobs/:", "GET /v3/domains/:/route_reservations", "GET /v3/service_instances/:/permissions",
      "GET /v3/isolation_segments/:/organizations", "GET /v3/isolation_segments/:/relationships/organizations",
      "GET /v3/isolation_segments/:/relationships/spaces");
  /** What takes no input at all: nothing can be wrong with it. */
  private static final Set<String> NO_INPUT = Set.of("GET /v3/info/usage_summary", "POST /v3/admin/actions/clear_buildpack_cache",
      "POST /v3/app_usage_events/actions/destructively_purge_all_and_reseed", "POST /v3/service_usage_events/actions/destructively_purge_all_and_reseed");
  /** Calls everything with every role: what works there proves that it is permitted, not that it does its job. */
  private static final String MATRIX = "PermissionMatrixIT";
  /** What it meets differs from run to run, so it proves nothing here. */
  private static final String CHANCE = "FuzzIT";

  /** What a test saw of an operation. */
  enum Case { POSITIVE, FORBIDDEN, INVALID }

  private enum State { DONE, PARTIAL, ABSENT }

  private record Row(Operation operation, State state, String why, Set<Case> seen) {}

  /** A documented operation. @param path with `:name` for variables */
  record Operation(String resource, String method, String path) {
    /** Method and path without the names of variables: equal for the documentation and the mapping. */
    static String shape(String method, String path) {
      return method + " " + path.replaceAll(":[^/]+|\\{[^/]+}", ":");
    }

    String shape() {
      return shape(method, path);
    }

    boolean matches(Call call) {
      var mine = path.split("/", -1);
      var theirs = call.path().split("/", -1);
      if (!method.equals(call.method()) || mine.length != theirs.length) {
        return false;
      }
      for (int i = 0; i < mine.length; i++) {
        if (!mine[i].startsWith(":") && !mine[i].equals(theirs[i])) {
          return false;
        }
      }
      return true;
    }

    private long variables() {
      return path.chars().filter(c -> c == ':').count();
    }
  }

  private final List<Operation> operations;
  private final Map<String, String> reasons;
  private final Set<String> mapped;
  private final Map<Operation, List<Call>> calls = new LinkedHashMap<>();
  private final Set<String> found;

  Coverage(List<Operation> operations, Map<String, String> reasons, Set<String> mapped, Collection<Call> all) {
    this.operations = operations;
    this.reasons = reasons;
    this.mapped = mapped;
    var counted = all.stream().filter(call -> !call.test().endsWith(CHANCE)).toList();
    found = counted.stream().filter(call -> call.status() < 400).map(Call::path).collect(Collectors.toSet());
    for (Call call : counted) {
      operation(call).ifPresent(operation -> calls.computeIfAbsent(operation, key -> new ArrayList<>()).add(call));
    }
  }

  String page() {
    var rows = operations.stream().map(this::row).toList();
    var counts = rows.stream().collect(Collectors.groupingBy(Row::state, Collectors.counting()));
    var page = new StringBuilder("""
        # Coverage of the CF API v3

        Made by a test (`scripts/docs coverage`) from the mappings of the running controller and the calls of all its integration tests, for the
        operations of the CF API v3 documentation, version 3.228.0. **Done** is only what some test called with success (+), as somebody who may not (f:
        403, or 404 for what the caller cannot see), and with input that is wrong (i: 400, 404, 409, 413, 422; an operation
        that takes no input has no such case). What the fuzz test meets does not count.

        """);
    page.append("%d operations: %d done, %d partial, %d absent.%n".formatted(rows.size(), counts.getOrDefault(State.DONE, 0L),
        counts.getOrDefault(State.PARTIAL, 0L), counts.getOrDefault(State.ABSENT, 0L)));
    var resources = new TreeMap<String, List<Row>>(rows.stream().collect(Collectors.groupingBy(row -> row.operation.resource)));
    resources.forEach((resource, group) -> {
      page.append("\n## ").append(resource).append("\n\n| operation | state | seen |\n| --- | --- | --- |\n");
      group.forEach(row -> page.append("| `%s %s` | %s | %s |%n".formatted(row.operation.method, row.operation.path,
          row.state.name().toLowerCase(java.util.Locale.ROOT) + (row.why.isEmpty() ? "" : ": " + row.why), seen(row.seen))));
    });
    return page.toString();
  }

  private Row row(Operation operation) {
    var seen = seen(operation);
    if (!mapped.contains(operation.shape())) {
      return new Row(operation, State.ABSENT, "", Set.of());
    }
    String reason = reasons.getOrDefault(operation.shape(), "");
    if (reason.startsWith("absent: ")) {
      return new Row(operation, State.ABSENT, reason.substring("absent: ".length()), seen);
    }
    if (!seen.contains(Case.POSITIVE) && calls(operation).stream().anyMatch(call -> call.status() == 501)) {
      return new Row(operation, State.ABSENT, "answers 501", seen);
    }
    var needed = OPEN.contains(operation.shape()) ? EnumSet.of(Case.POSITIVE) : EnumSet.allOf(Case.class);
    if (NO_INPUT.contains(operation.shape())) {
      needed.remove(Case.INVALID);
    }
    needed.removeAll(seen);
    if (!needed.isEmpty()) {
      reason += (reason.isEmpty() ? "" : "; ") + "no test of the case " + needed.stream().map(Case::name).map(name -> name.toLowerCase(java.util.Locale.ROOT)).collect(Collectors.joining(", "));
    }
    return new Row(operation, reason.isEmpty() ? State.DONE : State.PARTIAL, reason, seen);
  }

  private Set<Case> seen(Operation operation) {
    var seen = EnumSet.noneOf(Case.class);
    for (Call call : calls(operation)) {
      caseOf(operation, call).ifPresent(seen::add);
    }
    return seen;
  }

  private Optional<Case> caseOf(Operation operation, Call call) {
    int status = call.status();
    boolean hidden = status == 404 && !call.seesAll() && found.contains(call.path());
    if (status < 400) {
      return call.test().endsWith(MATRIX) ? Optional.empty() : Optional.of(Case.POSITIVE);
    }
    // A list shows nothing to somebody without a role; refused is only who is not logged in.
    if (status == 403 || hidden || status == 401 && anybody(operation)) {
      return Optional.of(Case.FORBIDDEN);
    }
    return Set.of(400, 404, 409, 413, 422).contains(status) ? Optional.of(Case.INVALID) : Optional.empty();
  }

  private static boolean anybody(Operation operation) {
    return operation.method.equals("GET") && operation.variables() == 0 || EVERY_USER.contains(operation.shape());
  }

  private Optional<Operation> operation(Call call) {
    return operations.stream().filter(operation -> operation.matches(call)).min(Comparator.comparingLong(Operation::variables));
  }

  private List<Call> calls(Operation operation) {
    return calls.getOrDefault(operation, List.of());
  }

  private static String seen(Set<Case> cases) {
    return (cases.contains(Case.POSITIVE) ? "+" : "") + (cases.contains(Case.FORBIDDEN) ? "f" : "") + (cases.contains(Case.INVALID) ? "i" : "");
  }
}
