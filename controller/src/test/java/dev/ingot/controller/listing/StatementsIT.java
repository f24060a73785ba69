package dev.ingot.controller.listing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.controller.app.http.TestWorld;
import dev.ingot.controller.testing.Contract;
import dev.ingot.controller.testing.Http;
import dev.ingot.controller.testing.RunningController;
import dev.ingot.controller.testing.Statements;
import dev.ingot.controller.testing.Tenants;
import java.util.ArrayList;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A list asks the database as often for fifty resources as for one, whatever is included. */
class StatementsIT {
  private static final RunningController CONTROLLER = RunningController.get();
  private static final Http ADMIN = CONTROLLER.admin();
  /** Who calls, the parent, the page, its total, parts (destinations, domains, instances), three kinds of included. */
  private static final int MOST = 12;
  private static final Map<String, String> PARENTS = Map.of("apps", "app", "organizations", "org", "spaces", "space", "packages", "package", "processes", "process", "domains", "domain", "routes", "route");

  @Test
  void no_list_asks_once_for_each_resource() {
    var world = new TestWorld(CONTROLLER);
    for (int i = 0; i < 4; i++) {
      world.fresh("app");
      world.fresh("bare");
      world.fresh("package");
      world.fresh("droplet");
      world.fresh("route");
      world.fresh("domain");
      world.fresh("role");
      world.fresh("space");
      world.fresh("deployment");
    }
    var wrong = new ArrayList<String>();
    for (var operation : Contract.of(CONTROLLER.url()).operations()) {
      var parameters = operation.description().path("parameters").valueStream().collect(Collectors.toMap(one -> one.get("name").asString(), one -> one));
      String path = path(operation.path(), world);
      if (!operation.method().equals("GET") || !parameters.containsKey("per_page") || path.isEmpty()) {
        continue;
      }
      String include = parameters.containsKey("include") ? "&include=" + parameters.get("include").at("/schema/items/enum").valueStream().map(one -> one.asString()).collect(Collectors.joining(",")) : "";
      var one = statements(path + "?per_page=1" + include);
      var many = statements(path + "?per_page=50" + include);
      // With one resource a part may be missing (a route without destinations), and a page that is not full needs no count.
      if (many.size() > one.size() + 2 || many.size() > MOST) {
        wrong.add(operation.path() + ": " + one.size() + " statements for one, " + many.size() + " for fifty:\n  " + String.join("\n  ", many));
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static String path(String template, TestWorld world) {
    var parts = template.split("/");
    for (int i = 1; i < parts.length; i++) {
      if (parts[i].startsWith("{")) {
        String kind = PARENTS.get(parts[i - 1]);
        if (kind == null) {
          return "";
        }
        parts[i] = world.shared(kind);
      }
    }
    return String.join("/", parts);
  }

  private static java.util.List<String> statements(String target) {
    String id = Tenants.unique("count");
    var answer = ADMIN.send("GET", target, null, null, "X-Vcap-Request-Id", id);
    assertThat(answer.status()).as(target + " " + answer).isEqualTo(200);
    assertThat(Statements.of(id)).as(target).isNotEmpty();
    return Statements.of(id);
  }
}
