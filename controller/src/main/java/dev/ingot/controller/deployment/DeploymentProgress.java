package dev.ingot.controller.deployment;

import dev.ingot.controller.app.db.AppEntity;
import dev.ingot.controller.app.db.AppRepository;
import dev.ingot.controller.deployment.db.DeploymentEntity;
import dev.ingot.controller.deployment.db.DeploymentRepository;
import dev.ingot.controller.instance.InstanceStats;
import dev.ingot.controller.process.db.ProcessEntity;
import dev.ingot.controller.process.db.ProcessRepository;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Ends deployments that have reached their goal: every instance of `web` runs in the version of the deployment. */
@Component
class DeploymentProgress {
  private static final String RUNNING = "RUNNING";

  private final DeploymentRepository deployments;
  private final AppRepository apps;
  private final ProcessRepository processes;
  private final InstanceStats stats;
  private final Clock clock;

  DeploymentProgress(DeploymentRepository deployments, AppRepository apps, ProcessRepository processes, InstanceStats stats, Clock clock) {
    this.deployments = deployments;
    this.apps = apps;
    this.processes = processes;
    this.stats = stats;
    this.clock = clock;
  }

  void lookAt(DeploymentEntity deployment) {
    if (deployment.active()) {
      look(List.of(deployment));
    }
  }

  void lookAtAll() {
    List<DeploymentEntity> active = deployments.findTop500ByStatusValueOrderByCreatedAt(DeploymentEntity.ACTIVE);
    if (!active.isEmpty()) {
      look(active);
    }
  }

  private void look(List<DeploymentEntity> active) {
    for (DeploymentEntity deployment : active) {
      AppEntity app = apps.findById(deployment.appGuid()).orElseThrow();
      ProcessEntity web = processes.findByAppGuidAndType(app.guid(), ProcessEntity.WEB).orElse(null);
      if (!app.started() || web != null && runs(web)) {
        deployment.finalized(app.started() ? "DEPLOYED" : "CANCELED", clock.instant());
      }
    }
  }

  private boolean runs(ProcessEntity web) {
    Map<String, List<InstanceStats.Row>> rows = stats.ofAll(List.of(web.guid()));
    return web.instances() == 0
        || rows.getOrDefault(web.guid(), List.of()).stream().filter(row -> row.state().equals(RUNNING)).count() >= web.instances();
  }
}
