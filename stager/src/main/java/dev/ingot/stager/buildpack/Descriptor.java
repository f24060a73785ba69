package dev.ingot.stager.buildpack;

import java.util.List;

/**
 * What `buildpack.toml` or `extension.toml` says. Source: CNB buildpack spec, "buildpack.toml"; buildpacks-and-images.md §1.2.
 *
 * @param api Buildpack API as minor number of version 0, 7 to 12
 * @param clearEnv user variables are not put in its environment
 * @param execEnv execution environments it is for; empty = all
 * @param sbomFormats media types of the SBOM files it may write
 * @param targets systems it is made for, inferred where it names none; never empty for a component
 * @param order of a composite: groups to try; empty for a component
 */
public record Descriptor(boolean extension, String id, String version, String name, String homepage, int api, boolean clearEnv, List<String> execEnv,
    List<String> sbomFormats, List<Target> targets, List<List<Element>> order) {
  /** One element of a composite's group. `version` "" = the newest there is. */
  public record Element(String id, String version, boolean optional, List<String> execEnv) {}

  /** A component of which nothing more is known. */
  public static Descriptor component(String id, String version, int api) {
    return new Descriptor(false, id, version, "", "", api, false, List.of(), List.of(), List.of(Target.ANY), List.of());
  }

  /** True when this list of execution environments has `wanted`, or is for all. */
  public static boolean runsIn(List<String> execEnv, String wanted) {
    return execEnv.isEmpty() || execEnv.contains("*") || execEnv.contains(wanted);
  }
}
