package dev.ingot.controller.deployment;

import dev.ingot.api.error.ApiException;
import dev.ingot.api.error.ErrorCode;
import dev.ingot.controller.app.AppListener;
import dev.ingot.controller.app.db.AppEntity;
import dev.ingot.controller.deployment.db.DeploymentEntity;
import dev.ingot.controller.deployment.db.DeploymentRepository;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** An app is not stopped while it is deployed: cancelling comes first. */
@Component
@Order(0)
class DeploymentGuard implements AppListener {
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
}
