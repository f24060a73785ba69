package dev.ingot.cell.instance;

import dev.ingot.api.cell.v1.Sidecar;
import dev.ingot.api.cell.v1.StartInstance;
import dev.ingot.cell.bundle.Bundle;
import dev.ingot.cell.bundle.BundleSpec;
import dev.ingot.cell.bundle.BundleSpec.Bind;
import dev.ingot.cell.bundle.CpuShares;
import dev.ingot.cell.bundle.ImageUser;
import dev.ingot.cell.disk.Disk;
import dev.ingot.cell.image.LocalImage;
import dev.ingot.cell.image.Passwd;
import dev.ingot.cell.mount.Mounts;
import dev.ingot.cell.network.HostFiles;
import dev.ingot.cell.network.Network;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Puts together what a container needs on disk before it can be started. */
final class Container {
  private static final int PIDS = 2048;
  private static final String HOME = "/home/vcap/app";
  private static final String TMP = "/home/vcap/tmp";

  private Container() {}

  /** Mounts the root file system and writes hosts, resolv.conf and config.json. */
  static void prepare(InstanceDirectory dir, StartInstance spec, LocalImage image, Network network, Disk disk, String cgroup, Services services)
      throws IOException {
    Mounts.overlay(dir.rootfs(), image.layers(), disk.upper(), disk.work());
    Path hosts = Files.writeString(dir.path().resolve("hosts"), HostFiles.hosts(network.address(), spec.getInstanceGuid()));
    Path resolv = Files.writeString(dir.path().resolve("resolv.conf"), HostFiles.resolvConf(services.gateway()));
    String work = workingDirectory(spec, image);
    ImageUser user = spec.getDocker() ? Passwd.user(image, image.config().user()) : null;
    String home = user != null ? user.home() : exists(image, HOME) ? HOME : work;
    List<String> env = InstanceEnv.of(spec, image.config().env(), services.hostAddress(), network.address(), home, exists(image, TMP) ? TMP : "/tmp");
    List<Bind> binds = new ArrayList<>(List.of(new Bind(hosts, "/etc/hosts", true), new Bind(resolv, "/etc/resolv.conf", true)));
    ServiceFiles.write(dir.path(), spec.getServiceFilesList()).ifPresent(files -> binds.add(new Bind(files, ServiceFiles.MOUNT, true)));
    BundleSpec bundle = new BundleSpec(
        dir.rootfs(), args(spec, image), env, work, spec.getInstanceGuid(), network.path(), cgroup, spec.getMemoryBytes(),
        CpuShares.of(spec.getMemoryBytes()), PIDS,
        binds, user);
    Files.write(dir.path().resolve("config.json"), Bundle.config(bundle));
    for (int i = 0; i < spec.getSidecarsCount(); i++) {
      Sidecar sidecar = spec.getSidecars(i);
      Path own = Files.createDirectories(dir.sidecar(i));
      Files.write(own.resolve("process.json"), Bundle.process(bundle, sidecar.getEntrypointList(), laidOver(env, sidecar.getEnvMap())));
    }
  }

  private static List<String> laidOver(List<String> env, Map<String, String> own) {
    Map<String, String> all = new LinkedHashMap<>();
    env.forEach(variable -> all.put(variable.substring(0, variable.indexOf('=')), variable.substring(variable.indexOf('=') + 1)));
    all.putAll(own);
    return all.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList();
  }

  private static List<String> args(StartInstance spec, LocalImage image) throws IOException {
    if (spec.getEntrypointCount() > 0) {
      return spec.getEntrypointList();
    }
    List<String> args = new ArrayList<>(image.config().entrypoint());
    args.addAll(image.config().cmd());
    if (args.isEmpty()) {
      throw new IOException("The image names no command: give the process a command");
    }
    return args;
  }

  private static String workingDirectory(StartInstance spec, LocalImage image) {
    String work = spec.getWorkingDirectory().isEmpty() ? image.config().workingDirectory() : spec.getWorkingDirectory();
    return work.isEmpty() ? "/" : work;
  }

  /** Looked up in the layers, never through the mount: a link in an image must not lead us out of it. */
  private static boolean exists(LocalImage image, String directory) {
    return image.layers().stream().anyMatch(layer -> {
      Path at = layer;
      for (Path name : Path.of(directory.substring(1))) {
        at = at.resolve(name);
        if (!Files.isDirectory(at, LinkOption.NOFOLLOW_LINKS)) {
          return false;
        }
      }
      return true;
    });
  }
}
