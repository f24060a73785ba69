package dev.ingot.stager.detect;

import dev.ingot.api.cell.v1.DetectVerdict;
import dev.ingot.stager.buildpack.Buildpack;
import dev.ingot.stager.plan.PlanResolver.Option;
import java.util.List;

/**
 * How one buildpack's detection ended.
 *
 * @param why of a verdict other than `PASSED`, in words
 * @param status exit code; -1 = it did not run, or not to its end
 * @param options the plan of one that passed: its top level, then each `or`
 * @param output its last lines
 */
record Detected(Buildpack buildpack, DetectVerdict verdict, String why, int status, List<Option> options, List<String> output, long millis) {
  static Detected passed(Buildpack buildpack, List<Option> options, List<String> output, long millis) {
    return new Detected(buildpack, DetectVerdict.PASSED, "", 0, options, output, millis);
  }

  static Detected failed(Buildpack buildpack, List<String> output, long millis) {
    return new Detected(buildpack, DetectVerdict.FAILED, "it is not for this app", 100, List.of(), output, millis);
  }

  static Detected error(Buildpack buildpack, int status, String why, List<String> output, long millis) {
    return new Detected(buildpack, DetectVerdict.ERROR, why, status, List.of(), output, millis);
  }

  boolean passed() {
    return verdict == DetectVerdict.PASSED;
  }
}
