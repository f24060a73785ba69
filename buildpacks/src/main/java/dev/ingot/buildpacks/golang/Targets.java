package dev.ingot.buildpacks.golang;

import dev.ingot.buildpacks.kit.BuildContext;
import dev.ingot.buildpacks.kit.BuildFailure;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Which commands of the module are built. The first one is the app's process {@code web}. */
final class Targets {
  private static final int MAX = 50;

  private Targets() {}

  /**
   * {@code BP_GO_TARGETS} (separated by colons, or by commas), else all packages {@code main} of the module: the one in its root first, then those named like the module, web, server, api or app.
   *
   * @param mains directories of the packages {@code main}, relative to the app, with {@code .} for the root
   * @param module its path as in go.mod
   * @throws BuildFailure when there is none
   */
  static List<String> of(BuildContext context, List<String> mains, String module) {
    var setting = context.settings().get("BP_GO_TARGETS");
    if (setting.isPresent()) {
      var named = Arrays.stream(setting.get().split("[:,]")).map(String::strip).filter(word -> !word.isEmpty()).map(word -> word.replaceFirst("^\\./", "").replaceFirst("/+$", "")).toList();
      for (var target : named) {
        if (!mains.contains(target.isEmpty() ? "." : target)) {
          throw new BuildFailure("BP_GO_TARGETS names '" + target + "', which is no command of this module. Its commands: " + (mains.isEmpty() ? "none" : String.join(", ", mains)) + ".");
        }
      }
      return named;
    }
    if (mains.isEmpty()) {
      throw new BuildFailure("The module has no package main, so there is nothing to run. Add one, or push the directory that has it.");
    }
    if (mains.size() > MAX) {
      throw new BuildFailure("The module has " + mains.size() + " commands; at most " + MAX + " are built. Name some with BP_GO_TARGETS=./cmd/web:./cmd/worker.");
    }
    var preferred = List.of(".", base(module), "web", "server", "api", "app");
    return mains.stream().sorted(Comparator.<String>comparingInt(main -> {
      int at = preferred.indexOf(main.equals(".") ? "." : base(main));
      return at < 0 ? preferred.size() : at;
    }).thenComparing(Comparator.naturalOrder())).toList();
  }

  /** The last word of a path, without a major version's. */
  static String base(String path) {
    var bare = path.replaceFirst("/v\\d+$", "");
    return bare.substring(bare.lastIndexOf('/') + 1);
  }
}
