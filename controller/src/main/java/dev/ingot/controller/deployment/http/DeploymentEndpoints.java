package dev.ingot.controller.deployment.http;

import dev.ingot.api.common.Link;
import dev.ingot.api.common.ListBody;
import dev.ingot.api.common.Ref;
import dev.ingot.api.common.ToOne;
import dev.ingot.api.deployment.Deployment;
import dev.ingot.api.deployment.DeploymentRequest;
import dev.ingot.controller.deployment.Deployments;
import dev.ingot.controller.deployment.db.DeploymentEntity;
import dev.ingot.controller.http.Answers;
import dev.ingot.controller.http.Links;
import dev.ingot.controller.http.Lists;
import dev.ingot.controller.listing.ListQuery;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** `/v3/deployments` (source: CF v3 API, "Deployments"). */
@RestController
@RequestMapping("/v3/deployments")
class DeploymentEndpoints {
  private final Deployments deployments;
  private final Lists lists;
  private final Links links;

  DeploymentEndpoints(Deployments deployments, Lists lists, Links links) {
    this.deployments = deployments;
    this.lists = lists;
    this.links = links;
  }

  @GetMapping
  ListBody<Deployment> list(ListQuery query) {
    return lists.body(query, deployments.list(query), this::wire);
  }

  @PostMapping
  ResponseEntity<Deployment> create(@RequestBody DeploymentRequest request) {
    return Answers.created(wire(deployments.create(request)));
  }

  @GetMapping("/{guid}")
  Deployment get(@PathVariable String guid) {
    return wire(deployments.get(guid));
  }

  @PatchMapping("/{guid}")
  Deployment update(@PathVariable String guid, @RequestBody DeploymentRequest request) {
    return wire(deployments.update(guid, request.metadata()));
  }

  @PostMapping("/{guid}/actions/cancel")
  Deployment cancel(@PathVariable String guid) {
    deployments.cancel(guid);
    return get(guid);
  }

  @PostMapping("/{guid}/actions/continue")
  Deployment continueOn(@PathVariable String guid) {
    deployments.continueOn(guid);
    return get(guid);
  }

  private Deployment wire(DeploymentEntity deployment) {
    var canary = !deployment.canary() ? null : new Deployment.CanaryStatus(
        new Deployment.Steps(Math.min(deployment.canaryStep(), deployment.canarySteps()), deployment.canarySteps()));
    var status = new Deployment.Status(deployment.statusValue(), deployment.statusReason(),
        new Deployment.Details(deployment.healthyAt(), deployment.statusChangedAt(), deployment.error()), canary);
    String path = "/v3/deployments/" + deployment.guid();
    Map<String, Link> own = new LinkedHashMap<>();
    own.put("self", links.to(path));
    own.put("app", links.to("/v3/apps/" + deployment.appGuid()));
    if (deployment.active()) {
      own.put("cancel", links.to(path + "/actions/cancel", "POST"));
    }
    if (deployment.active(DeploymentEntity.PAUSED)) {
      own.put("continue", links.to(path + "/actions/continue", "POST"));
    }
    return new Deployment(deployment.guid(), deployment.createdAt(), deployment.updatedAt(), status, deployment.strategy(), options(deployment),
        new Ref(deployment.dropletGuid()), deployment.previousDropletGuid() == null ? null : new Ref(deployment.previousDropletGuid()),
        List.of(new Deployment.Process(deployment.processGuid(), "web")), revision(deployment),
        new Deployment.Relationships(ToOne.of(deployment.appGuid())), deployment.metadata(), own);
  }

  private static Deployment.Options options(DeploymentEntity deployment) {
    var canary = !deployment.canary() || deployment.canaryWeights().isEmpty() ? null
        : new DeploymentRequest.Canary(deployment.canaryWeights().stream().map(DeploymentRequest.Step::new).toList());
    return new Deployment.Options(deployment.maxInFlight(), deployment.askedWebInstances(), deployment.askedMemoryMb(), deployment.askedDiskMb(),
        deployment.askedLogRateLimit(), canary);
  }

  private static Deployment.@Nullable Revision revision(DeploymentEntity deployment) {
    String guid = deployment.revisionGuid();
    Integer version = deployment.revisionVersion();
    return guid == null || version == null ? null : new Deployment.Revision(guid, version);
  }
}
