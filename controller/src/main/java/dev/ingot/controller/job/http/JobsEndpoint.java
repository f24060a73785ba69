package dev.ingot.controller.job.http;

import dev.ingot.api.job.Job;
import dev.ingot.controller.http.Links;
import dev.ingot.controller.job.Jobs;
import java.time.Duration;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Jobs as clients poll them; anybody who is logged in and knows the guid may. */
@RestController
class JobsEndpoint {
  // The cf CLI asks at once and then every 3 s: most jobs end before this first answer.
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private final Jobs jobs;
  private final Links links;

  JobsEndpoint(Jobs jobs, Links links) {
    this.jobs = jobs;
    this.links = links;
  }

  @GetMapping("/v3/jobs/{guid}")
  Job get(@PathVariable String guid) {
    jobs.await(guid, PATIENCE);
    var job = jobs.get(guid);
    return new Job(guid, job.createdAt(), job.updatedAt(), job.operation(), job.state(), job.errors(), job.warnings(),
        Map.of("self", links.to("/v3/jobs/" + guid)));
  }
}
