package dev.ingot.controller.deployment;

import dev.ingot.api.deployment.DeploymentRequest;
import dev.ingot.api.error.ApiException;
import dev.ingot.controller.deployment.db.DeploymentEntity;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a request says of how to deploy, checked. Null = as it is.
 *
 * @param weights of a canary's steps in percent, growing; empty = one step of one instance
 */
record DeploymentOptions(String strategy, int maxInFlight, List<Integer> weights, @Nullable Integer webInstances, @Nullable Integer memoryMb,
    @Nullable Integer diskMb, @Nullable Long logRateLimit) {
  private static final int MAX_IN_FLIGHT = 1000;
  private static final int MAX_STEPS = 100;

  /** 422 with CF's words for what is not allowed. */
  static DeploymentOptions of(DeploymentRequest request) {
    if (request.droplet() != null && request.revision() != null) {
      throw ApiException.unprocessable("Cannot set both fields 'droplet' and 'revision'");
    }
    String strategy = Objects.requireNonNullElse(request.strategy(), "rolling");
    if (!strategy.equals("rolling") && !strategy.equals(DeploymentEntity.CANARY)) {
      throw ApiException.unprocessable("Strategy '" + strategy + "' is not a supported deployment strategy");
    }
    var options = request.options();
    if (options == null) {
      return new DeploymentOptions(strategy, 1, List.of(), null, null, null, null);
    }
    int inFlight = Objects.requireNonNullElse(options.maxInFlight(), 1);
    if (inFlight < 1 || inFlight > MAX_IN_FLIGHT) {
      throw ApiException.unprocessable("Options max in flight must be greater than 0 and at most " + MAX_IN_FLIGHT);
    }
    if (options.canary() != null && !strategy.equals(DeploymentEntity.CANARY)) {
      throw ApiException.unprocessable("Options canary are only valid for Canary deployments");
    }
    return new DeploymentOptions(strategy, inFlight, weights(options.canary()), options.webInstances(), options.memoryInMb(), options.diskInMb(),
        options.logRateLimitInBytesPerSecond());
  }

  private static List<Integer> weights(DeploymentRequest.@Nullable Canary canary) {
    if (canary == null || canary.steps() == null) {
      return List.of();
    }
    if (canary.steps().size() > MAX_STEPS) {
      throw ApiException.unprocessable("Options.canary steps can be " + MAX_STEPS + " at most");
    }
    List<Integer> weights = new ArrayList<>();
    for (var step : canary.steps()) {
      Integer weight = step == null ? null : step.instanceWeight();
      if (weight == null) {
        throw ApiException.unprocessable("Options.canary steps missing key: \"instance_weight\"");
      }
      if (weight < 1 || weight > 100) {
        throw ApiException.unprocessable("Options.canary steps instance_weight must be an Integer between 1-100 (inclusive)");
      }
      if (!weights.isEmpty() && weight < weights.getLast()) {
        throw ApiException.unprocessable("Options.canary steps instance weights must be sorted in ascending order");
      }
      weights.add(weight);
    }
    return weights;
  }

  boolean scales() {
    return memoryMb != null || diskMb != null || logRateLimit != null;
  }
}
