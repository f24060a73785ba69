package dev.ingot.controller.build.http;

import dev.ingot.api.build.BuildReport;
import dev.ingot.api.build.BuildReport.Layer;
import dev.ingot.api.build.BuildReport.Timing;
import dev.ingot.api.common.Ref;
import dev.ingot.controller.build.Builds;
import dev.ingot.controller.build.db.BuildEntity;
import dev.ingot.controller.droplet.db.DropletRepository;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** `/v3/builds/:guid/report`: how a build went (an extension of ours, decision 0044). */
@RestController
class BuildReportEndpoint {
  private final Builds builds;
  private final DropletRepository droplets;

  BuildReportEndpoint(Builds builds, DropletRepository droplets) {
    this.builds = builds;
    this.droplets = droplets;
  }

  @GetMapping("/v3/builds/{guid}/report")
  BuildReport report(@PathVariable String guid) {
    BuildEntity build = builds.forReport(guid);
    return new BuildReport(new Ref(build.guid()), build.state(), build.detectOnly(),
        build.timings().stream().map(phase -> new Timing(phase.phase(), phase.millis())).toList(), build.detection(), failure(build.failure()), image(build));
  }

  private BuildReport.@Nullable Image image(BuildEntity build) {
    return build.dropletGuid() == null ? null : droplets.findById(build.dropletGuid()).map(droplet -> new BuildReport.Image(new Ref(droplet.guid()),
        droplet.imageSizeBytes(), droplet.layers().stream().map(layer -> new Layer(layer.createdBy(), layer.diffId(), layer.digest(), layer.sizeBytes(),
            layer.reused())).toList())).orElse(null);
  }

  private static BuildReport.@Nullable Failure failure(@Nullable Map<String, Object> facts) {
    if (facts == null) {
      return null;
    }
    int exitCode = facts.get("exit_code") instanceof Number number ? number.intValue() : 0;
    List<String> lines = facts.get("last_lines") instanceof List<?> list ? list.stream().map(String::valueOf).toList() : List.of();
    return new BuildReport.Failure(String.valueOf(facts.get("code")), said(facts, "phase"), said(facts, "buildpack"), String.valueOf(facts.get("reason")),
        exitCode == 0 ? null : exitCode, lines, said(facts, "remedy"));
  }

  private static @Nullable String said(Map<String, Object> facts, String key) {
    return facts.get(key) instanceof String text && !text.isEmpty() ? text : null;
  }
}
