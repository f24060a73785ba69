package dev.ingot.webui.app;

import dev.ingot.api.app.App;
import dev.ingot.api.client.ApiClient;
import dev.ingot.api.process.AppProcess;
import java.util.Comparator;
import java.util.List;

/** What of an app changes by the second: its state, its processes and their instances. */
record Overview(String guid, String name, boolean started, boolean deployed, List<ProcessPart> processes) {
  static Overview of(ApiClient api, App app) {
    boolean started = app.state().equals("STARTED");
    List<ProcessPart> processes = api.list("/v3/apps/" + app.guid() + "/processes", AppProcess.class).stream()
        .sorted(Comparator.comparing((AppProcess process) -> !process.type().equals("web")).thenComparing(AppProcess::type))
        .flatMap(process -> ProcessPart.of(api, process, started).stream()).toList();
    boolean deployed = app.relationships().currentDroplet() != null && app.relationships().currentDroplet().data() != null;
    return new Overview(app.guid(), app.name(), started, deployed, processes);
  }
}
