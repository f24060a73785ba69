package dev.ingot.stager.sandbox;

import dev.ingot.api.cell.v1.Image;
import java.nio.file.Path;
import java.util.List;

/** Makes build containers. Implemented by the cell. */
public interface Sandboxes {
  /**
   * Opens a container of the build image with nothing running in it: own user (2000:2000), no capabilities, seccomp, own network with
   * NAT, limits as given; the machine's DNS, CA bundle and package-mirror settings are inside it already.
   *
   * @throws SandboxException when it cannot be made (image missing, no room), with the reason in words
   */
  Sandbox open(Spec spec) throws SandboxException;

  /** `memoryBytes` and `diskBytes` limit the container and its writable layer; mounts are outside the disk limit. */
  record Spec(String id, Image buildImage, List<Mount> mounts, long memoryBytes, long diskBytes) {}

  /** A host directory seen at an absolute path in the container. */
  record Mount(Path host, String container, boolean readOnly) {}
}
