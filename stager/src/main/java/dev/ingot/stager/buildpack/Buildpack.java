package dev.ingot.stager.buildpack;

import dev.ingot.stager.files.Workspace;
import java.nio.file.Path;
import java.util.List;

/**
 * One component buildpack on disk.
 *
 * @param api Buildpack API as minor number of version 0, 7 to 12
 * @param directory on the host
 * @param containerDirectory where it is seen in the build container
 * @param clearEnv user variables are not put in its environment
 */
public record Buildpack(String id, String version, String name, String homepage, int api, boolean clearEnv, List<Target> targets, Path directory,
    String containerDirectory) {
  /** One of the tree at `/cnb/buildpacks`. */
  public Buildpack(String id, String version, String name, String homepage, int api, boolean clearEnv, List<Target> targets, Path directory) {
    this(id, version, name, homepage, api, clearEnv, targets, directory, Workspace.BUILDPACKS + "/" + id.replace('/', '_') + "/" + version);
  }

  /** `id@version`. */
  public String ref() {
    return id + "@" + version;
  }

  /** The id as a directory name: `/` is written `_`. */
  public String dirName() {
    return id.replace('/', '_');
  }

  public String apiText() {
    return "0." + api;
  }

  /** A platform it supports; "" = any. */
  public record Target(String os, String arch) {
    boolean matches(String hostOs, String hostArch) {
      return (os.isEmpty() || os.equals(hostOs)) && (arch.isEmpty() || arch.equals(hostArch));
    }
  }

  /** True when one of its targets fits, or it names none. */
  public boolean supports(String os, String arch) {
    return targets.isEmpty() || targets.stream().anyMatch(target -> target.matches(os, arch));
  }
}
