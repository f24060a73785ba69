package dev.ingot.cli.app;

import dev.ingot.api.app.App;
import dev.ingot.api.client.ApiClient;
import dev.ingot.api.droplet.Droplet;
import dev.ingot.api.process.AppProcess;
import dev.ingot.api.process.ProcessStats;
import dev.ingot.api.route.Route;
import dev.ingot.cli.output.Table;
import dev.ingot.cli.session.Session;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** All that `ingot app` shows. @param urls with scheme and port, as a browser wants them */
public record AppSummary(App app, List<String> urls, @Nullable Droplet droplet, List<ProcessSummary> processes) {

  /** A process with its instances. */
  public record ProcessSummary(AppProcess process, List<ProcessStats.Entry> instances) {}

  public static AppSummary of(Session session, App app) {
    Droplet droplet = session.api().getIfThere("/v3/apps/" + app.guid() + "/droplets/current", Droplet.class).orElse(null);
    return new AppSummary(app, urls(session, app), droplet, processes(session.api(), app.guid()));
  }

  static List<ProcessSummary> processes(ApiClient api, String app) {
    List<ProcessSummary> processes = new ArrayList<>();
    for (AppProcess process : api.list("/v3/apps/" + app + "/processes", AppProcess.class)) {
      api.getIfThere("/v3/processes/" + process.guid() + "/stats", ProcessStats.class).ifPresent(stats -> processes.add(new ProcessSummary(process, stats.resources())));
    }
    return processes;
  }

  /** Where an app is reached: scheme and port are those of the platform itself. */
  public static List<String> urls(Session session, App app) {
    java.net.URI api = java.net.URI.create(session.target().api());
    String port = api.getPort() < 0 ? "" : ":" + api.getPort();
    return session.api().list("/v3/apps/" + app.guid() + "/routes", Route.class).stream().map(route -> {
      int slash = route.url().indexOf('/');
      return slash < 0 ? api.getScheme() + "://" + route.url() + port
          : api.getScheme() + "://" + route.url().substring(0, slash) + port + route.url().substring(slash);
    }).toList();
  }

  public void print(PrintStream out) {
    out.printf("name        %s%nstate       %s%nroutes      %s%n", app.name(), app.state().toLowerCase(Locale.ROOT), urls.isEmpty() ? "none" : String.join(", ", urls));
    if (droplet != null) {
      out.printf("stack       %s%n", droplet.stack());
      out.printf("buildpacks  %s%n", droplet.buildpacks() == null ? "" : droplet.buildpacks().stream()
          .map(buildpack -> buildpack.name() + (buildpack.version() == null ? "" : " " + buildpack.version())).collect(Collectors.joining(", ")));
      out.printf("image       %s%n", droplet.image());
    }
    for (ProcessSummary process : processes) {
      print(process, out);
    }
  }

  private static void print(ProcessSummary summary, PrintStream out) {
    AppProcess process = summary.process();
    long running = summary.instances().stream().filter(entry -> entry.state().equals("RUNNING")).count();
    out.printf("%nprocess %s: %d of %d running, %s memory each%n", process.type(), running, process.instances(), Sizes.megabytes(process.memoryInMb()));
    if (summary.instances().isEmpty()) {
      return;
    }
    Table table = new Table("", "state", "since", "cpu", "memory", "disk", "details");
    for (ProcessStats.Entry entry : summary.instances()) {
      ProcessStats.Usage usage = entry.usage();
      table.row("#" + entry.index(), entry.state().toLowerCase(Locale.ROOT), entry.uptime() == null ? "" : uptime(entry.uptime()),
          usage == null || usage.cpu() == null ? "" : String.format(Locale.ROOT, "%.1f%%", usage.cpu() * 100),
          usage == null ? "" : of(usage.mem(), entry.memQuota()), usage == null ? "" : of(usage.disk(), entry.diskQuota()),
          entry.details() == null ? "" : entry.details());
    }
    table.print(out);
  }

  private static String of(@Nullable Long used, @Nullable Long limit) {
    return used == null ? "" : Sizes.bytes(used) + (limit == null ? "" : " of " + Sizes.bytes(limit));
  }

  private static String uptime(long seconds) {
    return Duration.ofSeconds(seconds).toString().substring(2).toLowerCase(Locale.ROOT);
  }
}
