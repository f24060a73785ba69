package dev.ingot.controller.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.controller.app.http.TestWorld;
import dev.ingot.controller.testing.Contract;
import dev.ingot.controller.testing.Http;
import dev.ingot.controller.testing.RunningController;
import dev.ingot.controller.testing.Tenants;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Each role × each operation, by the table in permissions.txt; an operation without a row fails too. */
class PermissionMatrixIT {
  private static final RunningController CONTROLLER = RunningController.get();
  private static final Pattern NAME = Pattern.compile("\\{([a-z]+\\+?)}");
  private static final String[] ROLES = {"organization_manager", "organization_auditor", "organization_billing_manager", "organization_user",
      "space_developer", "space_manager", "space_auditor", "space_supporter"};
  private static final TestWorld WORLD = new TestWorld(CONTROLLER);
  private static final List<Http> COLUMNS = columns();
  private static final List<Row> ROWS = rows();

  private record Row(String method, String path, String cells, String body) {
    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  @Test
  void each_role_may_what_the_table_says() {
    var wrong = new ArrayList<String>();
    for (Row row : ROWS) {
      var seen = new StringBuilder();
      var first = "";
      var detail = "";
      for (int column = 0; column < COLUMNS.size(); column++) {
        char expected = row.cells.charAt(column);
        if (expected == '?') {
          seen.append('?');
          continue;
        }
        char cell;
        try {
          var answer = send(COLUMNS.get(column), row, expected == '.');
          cell = cell(answer, expected == 'e' || row.path.contains("guids="));
          detail = answer.toString();
        } catch (AssertionError e) {
          cell = '!';
          detail = e.toString();
        }
        seen.append(cell);
        if (cell != expected && first.isEmpty()) {
          first = detail;
        }
      }
      if (!seen.toString().equals(row.cells)) {
        wrong.add("%n%s%n  expected %s%n  but was  %s%n  %s".formatted(row, spaced(row.cells), spaced(seen.toString()), first.substring(0, Math.min(first.length(), 300))));
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void every_operation_has_a_row() {
    var missing = Contract.of(CONTROLLER.url()).operations().stream().filter(operation -> ROWS.stream().noneMatch(row -> matches(row, operation)))
        .map(operation -> operation.method() + " " + operation.path()).sorted().toList();
    assertThat(missing).as("operations without a row in src/test/resources/permissions.txt").isEmpty();
  }

  private static boolean matches(Row row, Contract.Operation operation) {
    String[] mine = row.path.split("\\?")[0].split("/", -1);
    String[] theirs = operation.path().split("/", -1);
    boolean same = row.method.equals(operation.method()) && mine.length == theirs.length;
    for (int i = 0; same && i < mine.length; i++) {
      same = theirs[i].startsWith("{") || theirs[i].equals(mine[i]);
    }
    return same;
  }

  private static char cell(Http.Answer answer, boolean guids) {
    return switch (answer.status()) {
      case 401 -> '1';
      case 403 -> '3';
      case 404 -> '4';
      case 422 -> '2';
      case 400 -> '0';
      default -> answer.status() >= 500 && answer.status() != 501 ? 'x' : guids && empty(answer) ? 'e' : '.';
    };
  }

  private static boolean empty(Http.Answer answer) {
    return answer.at("/pagination/total_results").equals("0");
  }

  private static Http.Answer send(Http http, Row row, boolean allowed) {
    String path = filled(row.path, allowed);
    if (row.body.isEmpty()) {
      return http.send(row.method, path, null, null);
    }
    return row.body.startsWith("yaml:") ? http.send(row.method, path, "application/x-yaml", row.body.substring(5))
        : http.send(row.method, path, "application/json", filled(row.body, allowed));
  }

  private static String filled(String text, boolean allowed) {
    Matcher names = NAME.matcher(text);
    var filled = new StringBuilder();
    while (names.find()) {
      String name = names.group(1);
      boolean fresh = allowed && name.endsWith("+");
      String value = name.equals("unique") ? Tenants.unique("matrix") : fresh ? WORLD.fresh(name.substring(0, name.length() - 1)) : WORLD.shared(name.replace("+", ""));
      names.appendReplacement(filled, value);
    }
    return names.appendTail(filled).toString();
  }

  private static List<Http> columns() {
    var tenants = WORLD.tenants();
    var columns = new ArrayList<Http>(List.of(CONTROLLER.admin(), tenants.scoped("cloud_controller.admin_read_only"), tenants.scoped("cloud_controller.global_auditor")));
    for (String role : ROLES) {
      columns.add(tenants.with(role, WORLD.shared("org"), WORLD.shared("space")));
    }
    columns.add(tenants.login(tenants.user()));
    columns.add(CONTROLLER.anonymous());
    return columns;
  }

  private static List<Row> rows() {
    try (InputStream in = PermissionMatrixIT.class.getResourceAsStream("/permissions.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().filter(line -> !line.isBlank() && !line.startsWith("#")).map(line -> {
        var parts = line.split("\\|", 3);
        var call = parts[0].strip().split(" ", 2);
        String cells = parts[1].replace(" ", "");
        assertThat(cells).as(line).hasSize(13);
        return new Row(call[0], call[1], cells, parts[2].strip());
      }).toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static String spaced(String cells) {
    return cells.substring(0, 3) + " " + cells.substring(3, 7) + " " + cells.substring(7, 11) + " " + cells.substring(11);
  }
}
