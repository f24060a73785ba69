package dev.ingot.stager.build;

import dev.ingot.stager.buildpack.Buildpack;
import dev.ingot.stager.files.Workspace;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Variables of detect and build. Source: CNB buildpack spec, "Environment"; buildpacks-and-images.md §1.3.
 *
 * @param base what the build image and this machine give
 * @param user what the user set, as files under `<platform>/env` too
 */
public record BuildEnvironment(Map<String, String> base, Map<String, String> user, String os, String architecture) {
  private static final Set<String> INHERITED = Set.of("CNB_STACK_ID", "HOSTNAME", "HOME", "HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "NO_PROXY",
      "no_proxy", "PATH", "LD_LIBRARY_PATH", "LIBRARY_PATH", "CPATH", "PKG_CONFIG_PATH", "LANG", "SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS");
  private static final Set<String> PATHS = Set.of("PATH", "LD_LIBRARY_PATH", "LIBRARY_PATH", "CPATH", "PKG_CONFIG_PATH");

  /** Takes from the image's variables those that pass, adds defaults and the stack's name. */
  public static BuildEnvironment of(Map<String, String> image, Map<String, String> user, String stack, String os, String architecture) {
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
    return new BuildEnvironment(base, user, os, architecture);
  }

  /** For this buildpack, on top of what earlier layers gave (empty while detecting). */
  public Map<String, String> forBuildpack(Buildpack buildpack, Map<String, String> layered) {
    var env = new LinkedHashMap<String, String>(layered.isEmpty() ? base : layered);
    if (!buildpack.clearEnv()) {
      user.forEach((name, value) -> {
        if (PATHS.contains(name) && !env.getOrDefault(name, "").isEmpty()) {
          env.put(name, value + ":" + env.get(name));
        } else {
          env.put(name, value);
        }
      });
    }
    env.put("CNB_BUILDPACK_DIR", buildpack.containerDirectory());
    if (buildpack.api() >= 8) {
      env.put("CNB_PLATFORM_DIR", Workspace.PLATFORM);
    }
    if (buildpack.api() >= 10) {
      env.put("CNB_TARGET_OS", os);
      env.put("CNB_TARGET_ARCH", architecture);
    }
    if (buildpack.api() >= 12) {
      env.put("CNB_EXEC_ENV", "production");
    }
    return env;
  }
}
