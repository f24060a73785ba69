package dev.ingot.stager.detect;

import dev.ingot.api.cell.v1.DetectOutcome;
import dev.ingot.api.cell.v1.DetectedBuildpack;
import dev.ingot.api.cell.v1.DetectedGroup;
import dev.ingot.api.cell.v1.PlanEntry;
import dev.ingot.api.cell.v1.PlanOption;
import dev.ingot.api.cell.v1.PlanRequire;
import dev.ingot.api.cell.v1.StagedBuildpack;
import dev.ingot.oci.image.OciJson;
import dev.ingot.stager.buildpack.Buildpack;
import dev.ingot.stager.buildpack.Member;
import dev.ingot.stager.plan.PlanResolver;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects what a detection finds, and tells it as a message. */
final class Outcomes {
  /** Groups that are told; a composite can have thousands. */
  private static final int MAX_GROUPS = 200;

  private final Map<String, Detected> tried = new LinkedHashMap<>();
  private final DetectOutcome.Builder message = DetectOutcome.newBuilder();

  void tried(Detected result) {
    tried.putIfAbsent(result.buildpack().containerDirectory(), result);
  }

  /** @param why it was not taken; "" = it was */
  void group(List<Member> group, String why) {
    if (message.getGroupsCount() == MAX_GROUPS) {
      message.removeGroups(MAX_GROUPS - 1);
    }
    message.addGroups(DetectedGroup.newBuilder().addAllBuildpacks(group.stream().map(m -> m.buildpack().ref() + (m.optional() ? "?" : "")).toList()).setWhy(why));
  }

  void taken(PlanResolver.Resolution<Buildpack> found) {
    for (Buildpack buildpack : found.elements()) {
      message.addGroup(StagedBuildpack.newBuilder().setId(buildpack.id()).setVersion(buildpack.version()).setName(buildpack.name()));
    }
    for (var entry : found.entries()) {
      var told = PlanEntry.newBuilder().setName(entry.name()).addAllProviders(entry.providers().stream().map(Buildpack::ref).toList());
      for (int i = 0; i < entry.requires().size(); i++) {
        told.addRequires(PlanRequire.newBuilder().setBuildpack(entry.requirers().get(i).ref()).setMetadata(json(entry.requires().get(i).metadata())));
      }
      message.addPlan(told);
    }
  }

  private static String json(Map<String, Object> metadata) {
    return metadata.isEmpty() ? "" : new String(OciJson.bytes(OciJson.tree(metadata)), StandardCharsets.UTF_8);
  }

  /** Each result once, in the order they were needed. */
  List<Detected> results() {
    return List.copyOf(tried.values());
  }

  /** Groups that passed but whose plans did not resolve, in words. */
  List<String> misfits() {
    return message.getGroupsList().stream().map(DetectedGroup::getWhy).filter(why -> why.startsWith("the build plans")).distinct().limit(5).toList();
  }

  DetectOutcome message() {
    var whole = message.clone();
    tried.values().forEach(result -> whole.addTried(told(result)));
    return whole.build();
  }

  private static DetectedBuildpack told(Detected result) {
    var told = DetectedBuildpack.newBuilder().setId(result.buildpack().id()).setVersion(result.buildpack().version()).setName(result.buildpack().name())
        .setVerdict(result.verdict()).setWhy(result.why()).setExitCode(result.status()).addAllOutput(result.output()).setMillis(result.millis())
        .setExtension(result.buildpack().extension());
    for (var option : result.options()) {
      told.addOptions(PlanOption.newBuilder().addAllProvides(option.provides()).addAllRequires(option.requires().stream().map(PlanResolver.Require::name).toList()));
    }
    return told.build();
  }
}
