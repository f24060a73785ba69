package dev.ingot.controller.quota;

/**
 * One process as it is and as it shall be.
 *
 * @param before {@link #NOTHING} for a new one
 */
public record ProcessChange(Size before, Size after) {
  /** A process that uses nothing. */
  public static final Size NOTHING = new Size(false, 0, 0, 0);

  /**
   * How much a process is.
   *
   * @param started false = its app is stopped: it uses nothing
   * @param memoryMb of one instance in MiB
   * @param logRateLimit of one instance in bytes per second, -1 = unlimited
   */
  public record Size(boolean started, long instances, long memoryMb, long logRateLimit) {
    Usage usage() {
      return started ? Usage.ofProcesses(instances, instances * memoryMb, instances * Math.max(0, logRateLimit)) : Usage.NONE;
    }
  }

  /** What it needs more. Only what grows is held against the limits of a single instance. */
  Demand demand() {
    var was = before.usage();
    var will = after.usage();
    boolean more = after.started() && (!before.started() || after.instances() > before.instances());
    boolean larger = more || after.started() && after.memoryMb() > before.memoryMb();
    boolean chattier = more || after.started() && after.logRateLimit() != before.logRateLimit();
    return new Demand(Usage.ofProcesses(will.instances() - was.instances(), will.memoryMb() - was.memoryMb(), will.logRate() - was.logRate()),
        larger ? after.memoryMb() : 0, chattier && after.logRateLimit() < 0, false);
  }
}
