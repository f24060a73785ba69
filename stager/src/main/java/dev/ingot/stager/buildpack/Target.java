package dev.ingot.stager.buildpack;

import java.util.List;

/**
 * A system: one that a buildpack is made for, or the one images are built for. "" and an empty list mean any, or unknown.
 * Source: CNB buildpack spec, "Targets"; buildpacks-and-images.md §1.2.
 */
public record Target(String os, String arch, String variant, List<Distro> distros) {
  /** Anything. */
  public static final Target ANY = new Target("", "", "", List.of());

  /** A distribution, as `ID` and `VERSION_ID` of its os-release name it. */
  public record Distro(String name, String version) {
    private boolean matches(Distro other) {
      return same(name, other.name) && same(version, other.version);
    }
  }

  /** True when what is made for this runs on `host`. */
  public boolean matches(Target host) {
    return same(os, host.os) && same(arch, host.arch) && same(variant, host.variant)
        && (distros.isEmpty() || host.distros.isEmpty() || distros.stream().anyMatch(d -> host.distros.stream().anyMatch(d::matches)));
  }

  private static boolean same(String a, String b) {
    return a.isEmpty() || b.isEmpty() || a.equals(b);
  }

  /** For people: `linux/arm64/v8 (debian 12)`. */
  public String shown() {
    var text = new StringBuilder(os.isEmpty() ? "any" : os);
    text.append(arch.isEmpty() ? "" : "/" + arch).append(variant.isEmpty() ? "" : "/" + variant);
    if (!distros.isEmpty()) {
      text.append(" (").append(String.join(" or ", distros.stream().map(d -> (d.name() + " " + d.version()).strip()).toList())).append(')');
    }
    return text.toString();
  }
}
