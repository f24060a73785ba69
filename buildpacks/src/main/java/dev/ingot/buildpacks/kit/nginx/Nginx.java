package dev.ingot.buildpacks.kit.nginx;

import dev.ingot.buildpacks.kit.BuildContext;
import dev.ingot.buildpacks.kit.BuildFailure;
import dev.ingot.buildpacks.kit.Command;
import dev.ingot.buildpacks.kit.Freshness;
import dev.ingot.buildpacks.kit.Layer;
import dev.ingot.buildpacks.kit.debian.DebianLayer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Debian's nginx, unpacked: the program is on {@code PATH}, and what configuration files include lies in {@link #settings}. */
public final class Nginx {
  /** nginx asks for iproute2 too, for its maintainer scripts only. */
  private static final List<String> PACKAGES = List.of("nginx", "nginx-common", "libpcre2-8-0", "libssl3", "zlib1g");
  private final Layer layer;

  private Nginx(Layer layer) {
    this.layer = layer;
  }

  /**
   * Makes or keeps the layer {@code nginx}.
   *
   * @param modules dynamic modules as Debian names their packages: {@code libnginx-mod-stream}
   */
  public static Nginx install(BuildContext context, Freshness freshness, List<String> modules) throws IOException {
    var packages = new ArrayList<>(PACKAGES);
    packages.addAll(modules);
    var wanted = DebianLayer.of("nginx", packages);
    return new Nginx((modules.isEmpty() ? wanted.named() : wanted.without("iproute2", "systemd", "debconf", "libgd3", "libxslt1.1")).install(context, freshness, Layer.Type.LAUNCH, Layer.Type.CACHE));
  }

  /** The directory with {@code mime.types}, {@code fastcgi_params} and the like. */
  public Path settings() {
    return layer.dir().resolve("etc/nginx");
  }

  public Path program() {
    return layer.dir().resolve("usr/sbin/nginx");
  }

  /** The module file of the given name. @throws BuildFailure when no package brought it */
  public Path module(String name) {
    var file = layer.dir().resolve("usr/lib/nginx/modules").resolve(name + ".so");
    if (!Files.isRegularFile(file)) {
      throw new BuildFailure("nginx has no module " + name + ".");
    }
    return file;
  }

  /** The value of {@code LD_LIBRARY_PATH} for running {@link #program} at build. */
  public String libraries() throws IOException {
    return Files.readString(layer.dir().resolve("env/LD_LIBRARY_PATH.prepend"));
  }

  /**
   * Asks nginx whether it understands a configuration. Names that only the place of launch can resolve are not held against it.
   *
   * @param prefix an existing directory that nginx may write to
   * @param whose the file's name for the error
   * @throws BuildFailure with nginx's own words
   */
  public void check(Path config, Path prefix, String whose) throws IOException {
    try {
      Command.of(prefix, program().toString(), "-t", "-q", "-e", "stderr", "-p", prefix.toString(), "-c", config.toString())
          .env(Map.of("LD_LIBRARY_PATH", libraries())).limit(Duration.ofMinutes(1)).capture("checking " + whose + " with nginx -t");
    } catch (BuildFailure refused) {
      if (!String.valueOf(refused.getMessage()).contains("host not found in")) {
        throw refused;
      }
    }
  }
}
