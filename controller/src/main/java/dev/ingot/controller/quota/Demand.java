package dev.ingot.controller.quota;

/**
 * What somebody asks for on top of what there is.
 *
 * @param more how much more than now; a number below 0 is less, which exceeds nothing
 * @param largestMemoryMb the largest single instance or task of it in MiB, 0 for none
 * @param unlimitedLogRate whether something of it may log without a limit
 * @param paid whether it is a service that costs something
 */
record Demand(Usage more, long largestMemoryMb, boolean unlimitedLogRate, boolean paid) {
  static final Demand NONE = of(Usage.NONE);

  static Demand of(Usage more) {
    return new Demand(more, 0, false, false);
  }

  Demand plus(Demand other) {
    return new Demand(more.plus(other.more), Math.max(largestMemoryMb, other.largestMemoryMb), unlimitedLogRate || other.unlimitedLogRate,
        paid || other.paid);
  }
}
