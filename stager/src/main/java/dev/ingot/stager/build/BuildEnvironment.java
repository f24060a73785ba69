package dev.ingot.stager.build;

import dev.ingot.oci.image.ImageConfig;
import dev.ingot.stager.buildpack.Buildpack;
import dev.ingot.stager.buildpack.Target;
import dev.ingot.stager.files.SafeFiles;
import dev.ingot.stager.files.Workspace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Variables of detect, generate and build. Source: CNB buildpack spec, "Environment"; buildpacks-and-images.md §1.3.
 *
 * @param base what the build image and this machine give
 * @param user what the user set, as files under `<platform>/env` too
 * @param operator rules of whoever runs the cell, for every buildpack: the files of `build-config/env` beside the buildpacks
 * @param target the system images are built for
 * @param execEnv execution environment: `production`, `test`, `development` or another word
 */
public record BuildEnvironment(Map<String, String> base, Map<String, String> user, List<EnvFiles.Rule> operator, Target target, String execEnv) {
  /** The execution environment of a build that names none. */
  public static final String PRODUCTION = "production";

  private static final Set<String> INHERITED = Set.of("CNB_STACK_ID", "HOSTNAME", "HOME", "HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "NO_PROXY",
      "no_proxy", "PATH", "LD_LIBRARY_PATH", "LIBRARY_PATH", "CPATH", "PKG_CONFIG_PATH", "LANG", "SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS");
  private static final Set<String> PATHS = Set.of("PATH", "LD_LIBRARY_PATH", "LIBRARY_PATH", "CPATH", "PKG_CONFIG_PATH");

  /** Takes from the image's variables those that pass, adds defaults and the stack's name. */
  public static BuildEnvironment of(Map<String, String> image, Map<String, String> user, String stack, Target target) {
    var base = new LinkedHashMap<String, String>();
    base.put("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
    base.put("HOME", "/home/vcap");
    base.put("LANG", "C.UTF-8");
    image.forEach((name, value) -> {
      if (INHERITED.contains(name)) {
        base.put(name, value);
      }
    });
    base.put("CF_STACK", stack);
    base.putIfAbsent("CNB_STACK_ID", stack);
    return new BuildEnvironment(base, user, List.of(), target, user.getOrDefault("CNB_EXEC_ENV", PRODUCTION));
  }

  /** The system a run image is for: its config, and the distribution its labels name. */
  public static Target target(ImageConfig run) {
    String name = run.labels().getOrDefault("io.buildpacks.base.distro.name", "");
    String version = run.labels().getOrDefault("io.buildpacks.base.distro.version", "");
    var distros = name.isEmpty() && version.isEmpty() ? List.<Target.Distro>of() : List.of(new Target.Distro(name, version));
    return new Target("linux", run.architecture(), run.variant(), distros);
  }

  /** With the operator's rules in `<buildpacks>/build-config/env`, if there are any. Source: CNB platform spec, "Operator-Defined Variables". */
  public BuildEnvironment withOperator(Path buildpacks) throws IOException {
    var rules = EnvFiles.read(buildpacks.resolve("build-config/env"), "default", file -> SafeFiles.isFile(file) ? Optional.of(file) : Optional.empty());
    return new BuildEnvironment(base, user, rules, target, execEnv);
  }

  /** With one more variable for every buildpack, whether it wants the user's or not. */
  public BuildEnvironment with(String name, String value) {
    var more = new LinkedHashMap<>(base);
    more.put(name, value);
    return new BuildEnvironment(more, user, operator, target, execEnv);
  }

  /** For this buildpack or extension, on top of what earlier layers gave (empty while detecting). */
  public Map<String, String> forBuildpack(Buildpack buildpack, Map<String, String> layered) {
    var env = new LinkedHashMap<String, String>(layered.isEmpty() ? base : layered);
    if (!buildpack.clearEnv()) {
      user.forEach((name, value) -> {
        if (PATHS.contains(name)) {
          EnvFiles.prepend(env, name, value, ":");
        } else {
          env.put(name, value);
        }
      });
    }
    EnvFiles.apply(operator, env);
    env.put(buildpack.extension() ? "CNB_EXTENSION_DIR" : "CNB_BUILDPACK_DIR", buildpack.containerDirectory());
    if (buildpack.api() >= 8) {
      env.put("CNB_PLATFORM_DIR", Workspace.PLATFORM);
    }
    if (buildpack.api() >= 10) {
      targets(env);
    }
    if (buildpack.api() >= 12) {
      env.put("CNB_EXEC_ENV", execEnv);
    }
    return env;
  }

  private void targets(Map<String, String> env) {
    env.put("CNB_TARGET_OS", target.os());
    env.put("CNB_TARGET_ARCH", target.arch());
    var distro = target.distros().isEmpty() ? new Target.Distro("", "") : target.distros().getFirst();
    known(env, "CNB_TARGET_ARCH_VARIANT", target.variant());
    known(env, "CNB_TARGET_DISTRO_NAME", distro.name());
    known(env, "CNB_TARGET_DISTRO_VERSION", distro.version());
  }

  private static void known(Map<String, String> env, String name, String value) {
    if (!value.isEmpty()) {
      env.put(name, value);
    }
  }
}
