package dev.ingot.cell.bundle;

import java.nio.file.Path;
import java.util.List;

/**
 * All that a container's configuration depends on.
 *
 * @param env `NAME=value`, in the order the process sees it
 * @param namespace the network namespace as a file
 * @param cgroup path below every hierarchy, unique per container
 * @param memoryBytes memory and swap together; 0 = no limit
 * @param cpuShares v1 shares, 2…262144
 */
public record BundleSpec(
    Path rootfs, List<String> args, List<String> env, String workingDirectory, String hostname, Path namespace, String cgroup,
    long memoryBytes, long cpuShares, int pids, List<Bind> binds) {
  /** A host file or directory seen at an absolute path in the container; set-user-id bits and devices in it have no effect. */
  public record Bind(Path host, String container, boolean readOnly) {}
}
