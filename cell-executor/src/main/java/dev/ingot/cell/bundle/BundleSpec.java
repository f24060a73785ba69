package dev.ingot.cell.bundle;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that a container's configuration depends on.
 *
 * @param env `NAME=value`, in the order the process sees it
 * @param namespace the network namespace as a file
 * @param cgroup path below every hierarchy, unique per container
 * @param memoryBytes memory and swap together; 0 = no limit
 * @param cpuShares v1 shares, 2…262144
 * @param user of an image of the user's own; null = `vcap`
 */
public record BundleSpec(
    Path rootfs, List<String> args, List<String> env, String workingDirectory, String hostname, Path namespace, String cgroup,
    long memoryBytes, long cpuShares, int pids, List<Bind> binds, @Nullable ImageUser user) {
  /** For an image of ours, whose processes are `vcap`'s. */
  public BundleSpec(Path rootfs, List<String> args, List<String> env, String workingDirectory, String hostname, Path namespace, String cgroup,
      long memoryBytes, long cpuShares, int pids, List<Bind> binds) {
    this(rootfs, args, env, workingDirectory, hostname, namespace, cgroup, memoryBytes, cpuShares, pids, binds, null);
  }

  /** A host file or directory seen at an absolute path in the container; set-user-id bits and devices in it have no effect. */
  public record Bind(Path host, String container, boolean readOnly) {}
}
