package dev.ingot.webui.app;

import dev.ingot.api.client.ApiClient;
import dev.ingot.api.process.AppProcess;
import dev.ingot.api.process.ProcessStats;
import java.util.List;
import java.util.Optional;

/** One process of an app with its instances. `memoryMb` and `wanted` fill the scale form. */
record ProcessPart(String type, int wanted, int memoryMb, List<InstanceRow> instances) {
  /** Empty when it is gone since it was listed: the end of a rolling deployment removes the process it replaced. */
  static Optional<ProcessPart> of(ApiClient api, AppProcess process, boolean started) {
    if (!started || process.instances() == 0) {
      return Optional.of(of(process, List.of()));
    }
    return api.getIfThere("/v3/processes/" + process.guid() + "/stats", ProcessStats.class)
        .map(stats -> of(process, stats.resources().stream().map(InstanceRow::of).toList()));
  }

  private static ProcessPart of(AppProcess process, List<InstanceRow> rows) {
    return new ProcessPart(process.type(), process.instances(), process.memoryInMb(), rows);
  }

  /** How many run now. */
  public long running() {
    return instances.stream().filter(row -> row.colour().equals("ok")).count();
  }
}
