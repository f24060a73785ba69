package dev.ingot.webui.app;

import dev.ingot.api.client.ApiClient;
import dev.ingot.api.process.AppProcess;
import dev.ingot.api.process.ProcessStats;
import java.util.List;

/** One process of an app with its instances. `memoryMb` and `wanted` fill the scale form. */
record ProcessPart(String type, int wanted, int memoryMb, List<InstanceRow> instances) {
  static ProcessPart of(ApiClient api, AppProcess process, boolean started) {
    List<InstanceRow> rows = started && process.instances() > 0
        ? api.get("/v3/processes/" + process.guid() + "/stats", ProcessStats.class).resources().stream().map(InstanceRow::of).toList()
        : List.of();
    return new ProcessPart(process.type(), process.instances(), process.memoryInMb(), rows);
  }

  /** How many run now. */
  public long running() {
    return instances.stream().filter(row -> row.colour().equals("ok")).count();
  }
}
