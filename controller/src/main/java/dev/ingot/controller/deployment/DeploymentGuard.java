package dev.ingot.controller.deployment;

import dev.ingot.api.error.ApiException;
import dev.ingot.api.error.ErrorCode;
import dev.ingot.controller.app.AppListener;
import dev.ingot.controller.app.db.AppEntity;
import dev.ingot.controller.deployment.db.DeploymentEntity;
import dev.ingot.controller.deployment.db.DeploymentRepository;
import java.util.OptionalInt;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** What must wait while an app is deployed: stopping it (cancelling comes first), and another size of the process that takes over. */
@Component
@Order(0)
public class DeploymentGuard implements AppListener {
  private final DeploymentRepository deployments;

  DeploymentGuard(DeploymentRepository deployments) {
    this.deployments = deployments;
  }

  @Override
  public void stopping(AppEntity app) {
    if (deployments.existsByAppGuidAndStatusValue(app.guid(), DeploymentEntity.ACTIVE)) {
      throw new ApiException(ErrorCode.STOP_DISABLED_DURING_DEPLOYMENT,
          "Cannot stop the app while it is deploying, please cancel the deployment before stopping the app.");
    }
  }

  /** How many instances of `web` the app's active deployment leads to; empty when there is none. */
  public OptionalInt goal(AppEntity app) {
    return deployments.findByAppGuidAndStatusValue(app.guid(), DeploymentEntity.ACTIVE).map(active -> OptionalInt.of(active.webInstances()))
        .orElse(OptionalInt.empty());
  }
}
