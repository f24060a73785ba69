package dev.ingot.controller.build;

import dev.ingot.api.build.Detection;
import dev.ingot.api.cell.v1.DetectOutcome;
import dev.ingot.api.cell.v1.DetectVerdict;
import dev.ingot.api.cell.v1.DetectedBuildpack;
import dev.ingot.api.cell.v1.PlanEntry;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A cell's words on detection as they are kept: what buildpacks wrote is cut where it is too much. Pure. */
final class Detections {
  private static final int MAX_ITEMS = 200;
  private static final int MAX_TEXT = 2000;

  private Detections() {}

  static Detection of(DetectOutcome outcome) {
    return new Detection(each(outcome.getTriedList(), Detections::tried),
        each(outcome.getGroupsList(), group -> new Detection.Group(texts(group.getBuildpacksList()), said(group.getWhy()))),
        each(outcome.getGroupList(), one -> new Detection.Member(text(one.getId()), text(one.getVersion()), text(one.getName()))),
        each(outcome.getPlanList(), Detections::entry));
  }

  private static Detection.Tried tried(DetectedBuildpack one) {
    return new Detection.Tried(text(one.getId()), text(one.getVersion()), text(one.getName()), verdict(one.getVerdict()), said(one.getWhy()),
        one.getExitCode() < 0 ? null : one.getExitCode(), texts(one.getOutputList()), one.getMillis(), one.getExtension(),
        each(one.getOptionsList(), option -> new Detection.Option(texts(option.getProvidesList()), texts(option.getRequiresList()))));
  }

  private static String verdict(DetectVerdict verdict) {
    return switch (verdict) {
      case PASSED -> "passed";
      case FAILED -> "failed";
      case ERROR, DETECT_VERDICT_UNSPECIFIED, UNRECOGNIZED -> "error";
    };
  }

  private static Detection.Entry entry(PlanEntry entry) {
    return new Detection.Entry(text(entry.getName()), texts(entry.getProvidersList()),
        each(entry.getRequiresList(), require -> new Detection.Require(text(require.getBuildpack()), said(require.getMetadata()))));
  }

  private static <A, B> List<B> each(List<A> all, Function<A, B> change) {
    return all.stream().limit(MAX_ITEMS).map(change).toList();
  }

  private static List<String> texts(List<String> all) {
    return each(all, Detections::text);
  }

  private static @Nullable String said(String text) {
    return text.isEmpty() ? null : text(text);
  }

  /** PostgreSQL keeps no NUL, in JSON either. */
  private static String text(String text) {
    String plain = text.replace("\0", "");
    return plain.length() > MAX_TEXT ? plain.substring(0, MAX_TEXT) + "…" : plain;
  }
}
