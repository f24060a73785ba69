package dev.ingot.stager.buildpack;

import dev.ingot.stager.files.Workspace;
import java.nio.file.Path;
import java.util.List;

/**
 * One buildpack or image extension on disk.
 *
 * @param directory on the host
 * @param containerDirectory where it is seen in the build container; no two buildpacks of a staging have the same
 * @param problem why it cannot be used; "" = it can
 */
public record Buildpack(Descriptor descriptor, Path directory, String containerDirectory, String problem) {
  /** A usable one. */
  public Buildpack(Descriptor descriptor, Path directory, String containerDirectory) {
    this(descriptor, directory, containerDirectory, "");
  }

  /** A component of the tree at `/cnb/buildpacks`. */
  public Buildpack(String id, String version, String name, String homepage, int api, boolean clearEnv, List<Target> targets, Path directory) {
    this(new Descriptor(false, id, version, name, homepage, api, clearEnv, List.of(), List.of(), targets, List.of()), directory,
        Workspace.BUILDPACKS + "/" + id.replace('/', '_') + "/" + version);
  }

  /** One that is named but cannot be used. */
  public static Buildpack broken(String id, String version, Path directory, String problem) {
    return new Buildpack(Descriptor.component(id, version, 0), directory, "problem:" + id + "@" + version, problem);
  }

  public String id() {
    return descriptor.id();
  }

  public String version() {
    return descriptor.version();
  }

  /** For people; "" when it has none. */
  public String name() {
    return descriptor.name();
  }

  public String homepage() {
    return descriptor.homepage();
  }

  /** Buildpack API as minor number of version 0, 7 to 12. */
  public int api() {
    return descriptor.api();
  }

  public boolean clearEnv() {
    return descriptor.clearEnv();
  }

  public boolean extension() {
    return descriptor.extension();
  }

  /** True when it consists of others. */
  public boolean composite() {
    return !descriptor.order().isEmpty();
  }

  /** `id@version`. */
  public String ref() {
    return id() + "@" + version();
  }

  /** The id as a directory name: `/` is written `_`. */
  public String dirName() {
    return id().replace('/', '_');
  }

  public String apiText() {
    return "0." + api();
  }

  /** True when one of its targets fits. */
  public boolean supports(Target host) {
    return descriptor.targets().isEmpty() || descriptor.targets().stream().anyMatch(target -> target.matches(host));
  }

  /** True when it takes part in builds for this execution environment; only API 0.12 knows such. */
  public boolean runsIn(String execEnv) {
    return api() < 12 || Descriptor.runsIn(descriptor.execEnv(), execEnv);
  }
}
