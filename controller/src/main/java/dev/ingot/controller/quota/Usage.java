package dev.ingot.controller.quota;

/**
 * How much there is of what quotas limit, in an org, a space or everywhere.
 *
 * @param instances desired instances of started apps
 * @param memoryMb of those instances and of tasks that wait or run, in MiB
 * @param logRate of the same, in bytes per second; what is unlimited counts nothing
 * @param tasks that wait or run
 * @param routes all, those with a port too
 * @param reservedPorts routes with a port
 * @param serviceInstances of brokers; user-provided ones do not count
 * @param domains private ones; in a space those of its org
 */
public record Usage(long instances, long memoryMb, long logRate, long tasks, long routes, long reservedPorts, long serviceInstances, long serviceKeys,
    long domains) {
  /** Nothing. */
  public static final Usage NONE = new Usage(0, 0, 0, 0, 0, 0, 0, 0, 0);

  /** Of started processes. */
  public static Usage ofProcesses(long instances, long memoryMb, long logRate) {
    return new Usage(instances, memoryMb, logRate, 0, 0, 0, 0, 0, 0);
  }

  /** Of tasks that wait or run. */
  public static Usage ofTasks(long tasks, long memoryMb, long logRate) {
    return new Usage(0, memoryMb, logRate, tasks, 0, 0, 0, 0, 0);
  }

  /** Of routes. */
  public static Usage ofRoutes(long routes, long reservedPorts) {
    return new Usage(0, 0, 0, 0, routes, reservedPorts, 0, 0, 0);
  }

  /** Of services. */
  public static Usage ofServices(long serviceInstances, long serviceKeys) {
    return new Usage(0, 0, 0, 0, 0, 0, serviceInstances, serviceKeys, 0);
  }

  /** Of private domains. */
  public static Usage ofDomains(long domains) {
    return new Usage(0, 0, 0, 0, 0, 0, 0, 0, domains);
  }

  /** Both together. */
  public Usage plus(Usage other) {
    return new Usage(instances + other.instances, memoryMb + other.memoryMb, logRate + other.logRate, tasks + other.tasks, routes + other.routes,
        reservedPorts + other.reservedPorts, serviceInstances + other.serviceInstances, serviceKeys + other.serviceKeys, domains + other.domains);
  }
}
