package dev.ingot.api.client;

import dev.ingot.api.error.ApiException;
import dev.ingot.api.error.ErrorCode;
import tools.jackson.databind.JsonNode;

/** Waits for jobs, asking more and more seldom: after 20 ms at first, then up to a second. */
final class JobWatch {
  private final ApiClient api;

  JobWatch(ApiClient api) {
    this.api = api;
  }

  void await(String path) {
    for (long pause = 20;; pause = Math.min(pause * 3 / 2, 1000)) {
      JsonNode job = api.get(path);
      switch (job.path("state").asString("")) {
        case "COMPLETE" -> {
          return;
        }
        case "FAILED" -> throw failed(job);
        default -> sleep(pause);
      }
    }
  }

  private static ApiException failed(JsonNode job) {
    JsonNode first = job.path("errors").path(0);
    return new ApiException(ErrorCode.of(first.path("code").asInt(0)), first.path("detail").asString(job.path("operation").asString("the job") + " failed without a reason"));
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ApiException(ErrorCode.SERVICE_UNAVAILABLE, "Interrupted while waiting for a job; it goes on without us", e);
    }
  }
}
