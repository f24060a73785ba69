package dev.ingot.bench.api;

import dev.ingot.bench.Bench;
import dev.ingot.bench.Setting;
import dev.ingot.bench.measure.Rounds;
import dev.ingot.bench.measure.Samples;
import dev.ingot.bench.platform.Installation;
import dev.ingot.bench.push.WaitedPush;
import dev.ingot.bench.report.Row;
import java.util.ArrayList;
import java.util.List;

/** Lists of many resources, and all that `cf apps` asks for, against their own SQL; and a push beside 200 clients that poll. */
public final class ApiAtScale implements Bench {
  private static final int REQUESTS = 1_000;
  /** Until the controller's JVM has compiled what a list needs. */
  private static final int WARM_UP = 1_000;
  private static final String BUDGET = "≤ 5 × its SQL";
  private static final int ROUNDS = 3;
  private static final int POLLERS = 200;
  private static final String CF_APPS = "cf apps";
  private static final String SPACE = "bench-api-space-7";
  private static final String COLUMNS = "guid, space_guid, name, state, lifecycle_type, buildpacks, stack, environment, features, droplet_guid, labels, annotations, created_at, updated_at";

  /** A list as a client asks for it, and the SQL that reads the same rows. */
  private record Listed(String name, String path, List<String> sql) {}

  private static final List<Listed> LISTS = List.of(
      new Listed("GET /v3/apps?per_page=50&include=space.organization", "/v3/apps?per_page=50&include=space.organization", List.of(
          "select " + COLUMNS + " from apps order by created_at, guid limit 50", "select count(guid) from apps",
          "select * from spaces where guid in (select space_guid from (select space_guid from apps order by created_at, guid limit 50) page)",
          "select * from organizations where guid in (select organization_guid from spaces where guid in (select space_guid from (select space_guid from apps order by created_at, guid limit 50) page))")),
      new Listed("cf apps: apps of a space", "/v3/apps?space_guids=" + SPACE + "&order_by=name&per_page=5000",
          List.of("select " + COLUMNS + " from apps where space_guid = '" + SPACE + "' order by name, guid limit 5000")),
      new Listed("cf apps: processes of a space", "/v3/processes?space_guids=" + SPACE + "&embed=process_instances", List.of(
          "select * from processes where app_guid in (select guid from apps where space_guid = '" + SPACE + "') order by created_at, guid limit 50",
          "select count(guid) from processes where app_guid in (select guid from apps where space_guid = '" + SPACE + "')")),
      new Listed("cf apps: routes of a space", "/v3/routes?space_guids=" + SPACE, List.of(
          "select * from routes where space_guid = '" + SPACE + "' order by created_at, guid limit 50",
          "select * from destinations where route_guid in (select guid from routes where space_guid = '" + SPACE + "')", "select guid, name from domains where guid = 'bench-api-domain'")));

  /** Milliseconds of each request, and of its SQL after it. */
  private record Times(List<Double> http, List<Double> sql) {
    Times() {
      this(new ArrayList<>(), new ArrayList<>());
    }

    Row row(String what, double most, String budget) {
      return Row.against(what + ", p99", "ms", p99(what, http), p99("its SQL, p99", sql), most, budget);
    }

    private static Samples p99(String name, List<Double> times) {
      return Samples.of(name, new Samples(name, times).p99());
    }
  }

  @Override
  public String name() {
    return "api";
  }

  @Override
  public String title() {
    return "API with 10,000 apps, 1,000 routes of a domain, 100 spaces";
  }

  @Override
  public String method() {
    return "Rows are put into the platform's PostgreSQL and removed afterwards. Each list is asked " + REQUESTS + " times (and " + WARM_UP
        + " times before, unmeasured) through the router by one blocking client, in turn with its own SQL by hand (JDBC, prepared, "
        + "every column read); p99 of each, so the ratio is what HTTP, rights, Hibernate and JSON add. `cf apps` is the sum of its three lists. The push is that of the benchmark `push` (a new app), without and with " + POLLERS
        + " clients that each ask for a job, then for the stats of a process, then wait a second, as the cf CLI does.";
  }

  @Override
  public List<Row> run(Setting setting) throws Exception {
    Installation installation = setting.installation();
    var rows = new ArrayList<Row>();
    var client = new Client(installation.origin(), installation.token(), POLLERS);
    try (var apps = new ManyApps(installation)) {
      rows.addAll(lists(apps, client));
      rows.addAll(pushes(setting, client));
    }
    return rows;
  }

  private static List<Row> lists(ManyApps apps, Client client) throws Exception {
    var each = LISTS.stream().map(list -> new Times()).toList();
    var cfApps = new Times();
    for (int i = 0; i < WARM_UP + REQUESTS; i++) {
      double http = 0;
      double sql = 0;
      for (int l = 0; l < LISTS.size(); l++) {
        var times = measure(LISTS.get(l), apps, client);
        if (LISTS.get(l).name.startsWith(CF_APPS)) {
          http += times.http;
          sql += times.sql;
        }
        if (i >= WARM_UP) {
          each.get(l).http.add(times.http);
          each.get(l).sql.add(times.sql);
        }
      }
      if (i >= WARM_UP) {
        cfApps.http.add(http);
        cfApps.sql.add(sql);
      }
    }
    var rows = new ArrayList<Row>();
    rows.add(each.getFirst().row(LISTS.getFirst().name, 5, BUDGET));
    rows.add(cfApps.row(CF_APPS + " (the three below, one after the other)", 5, BUDGET));
    for (int l = 1; l < LISTS.size(); l++) {
      rows.add(each.get(l).row(LISTS.get(l).name, 5, BUDGET));
    }
    return rows;
  }

  private record Taken(double http, double sql) {}

  private static Taken measure(Listed list, ManyApps apps, Client client) throws Exception {
    long start = System.nanoTime();
    client.get(list.path);
    double answered = Rounds.since(start);
    start = System.nanoTime();
    for (String statement : list.sql) {
      apps.read(statement);
    }
    return new Taken(answered, Rounds.since(start));
  }

  private static List<Row> pushes(Setting setting, Client client) throws Exception {
    var push = new WaitedPush(setting);
    var taken = new Rounds().add("alone", round -> push.measure("push alone", "alone-" + round)).add("polled", round -> {
      try (var _ = new Pollers(client, POLLERS)) {
        return push.measure("push beside " + POLLERS + " pollers", "polled-" + round);
      }
    }).run(0, ROUNDS);
    Samples alone = taken.get("push alone");
    return List.of(Row.plain("push alone", "s", alone), Row.against("push beside " + POLLERS + " pollers", "s", taken.get("push beside " + POLLERS + " pollers"), alone, 1.5, "≤ 1.5 × alone"));
  }
}
