package dev.ingot.stager.buildpack;

import java.util.List;

/** One element of a group. `execEnv`: the execution environments in which it takes part; empty = all. */
public record Member(Buildpack buildpack, boolean optional, List<String> execEnv) {
  public Member(Buildpack buildpack, boolean optional) {
    this(buildpack, optional, List.of());
  }

  /** True when neither the group nor the buildpack keeps it out of builds for this execution environment. */
  public boolean runsIn(String wanted) {
    return Descriptor.runsIn(execEnv, wanted) && buildpack.runsIn(wanted);
  }
}
