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
  /** Longest text that is told, characters. */
  private static final int MAX_TEXT = 2000;
  /** Names that are told of one group or plan. */
  private static final int MAX_NAMES = 100;
  /** Size of the whole message, bytes: it goes through a stream that much else depends on. */
  private static final int MAX_BYTES = 4 << 20;
  /** Share of one kind of part in that. */
  private static final int MAX_PART_BYTES = 1 << 20;

  private final Map<String, Detected> tried = new LinkedHashMap<>();
  private final DetectOutcome.Builder message = DetectOutcome.newBuilder();
  private int groupBytes;

  void tried(Detected result) {
    tried.putIfAbsent(result.buildpack().containerDirectory(), result);
  }

  /** @param why it was not taken; "" = it was */
  void group(List<Member> group, String why) {
    var told = DetectedGroup.newBuilder().addAllBuildpacks(group.stream().map(m -> m.buildpack().ref() + (m.optional() ? "?" : "")).limit(MAX_NAMES).map(Outcomes::cut).toList()).setWhy(cut(why)).build();
    groupBytes += told.getSerializedSize();
    // the first ones and the last one are what people look for
    while (message.getGroupsCount() > 0 && (message.getGroupsCount() == MAX_GROUPS || groupBytes > MAX_PART_BYTES)) {
      int last = message.getGroupsCount() - 1;
      groupBytes -= message.getGroups(last).getSerializedSize();
      message.removeGroups(last);
    }
    message.addGroups(told);
  }

  private static String cut(String text) {
    return text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) + "…" : text;
  }

  void taken(PlanResolver.Resolution<Buildpack> found) {
    for (Buildpack buildpack : found.elements()) {
      message.addGroup(StagedBuildpack.newBuilder().setId(buildpack.id()).setVersion(buildpack.version()).setName(buildpack.name()));
    }
    int planBytes = 0;
    for (var entry : found.entries().stream().limit(MAX_NAMES).toList()) {
      var told = PlanEntry.newBuilder().setName(entry.name()).addAllProviders(entry.providers().stream().limit(MAX_NAMES).map(Buildpack::ref).toList());
      for (int i = 0; i < Math.min(MAX_NAMES, entry.requires().size()); i++) {
        told.addRequires(PlanRequire.newBuilder().setBuildpack(entry.requirers().get(i).ref()).setMetadata(json(entry.requires().get(i).metadata())));
      }
      planBytes += told.build().getSerializedSize();
      if (planBytes <= MAX_PART_BYTES) {
        message.addPlan(told);
      }
    }
  }

  private static String json(Map<String, Object> metadata) {
    return metadata.isEmpty() ? "" : cut(new String(OciJson.bytes(OciJson.tree(metadata)), StandardCharsets.UTF_8));
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
    int bytes = 0;
    for (Detected result : tried.values()) {
      var told = told(result);
      bytes += told.getSerializedSize();
      if (bytes > MAX_BYTES - 2 * MAX_PART_BYTES) {
        break;
      }
      whole.addTried(told);
    }
    return whole.build();
  }

  private static DetectedBuildpack told(Detected result) {
    var told = DetectedBuildpack.newBuilder().setId(result.buildpack().id()).setVersion(result.buildpack().version()).setName(result.buildpack().name())
        .setVerdict(result.verdict()).setWhy(cut(result.why())).setExitCode(result.status()).addAllOutput(result.output().stream().map(Outcomes::cut).toList()).setMillis(result.millis())
        .setExtension(result.buildpack().extension());
    for (var option : result.options().stream().limit(10).toList()) {
      told.addOptions(PlanOption.newBuilder().addAllProvides(names(option.provides())).addAllRequires(names(option.requires().stream().map(PlanResolver.Require::name).toList())));
    }
    return told.build();
  }

  private static List<String> names(List<String> all) {
    return all.stream().limit(MAX_NAMES).toList();
  }
}
