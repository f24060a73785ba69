package dev.ingot.cell.staging;

import dev.ingot.cell.bundle.BundleSpec.Bind;
import dev.ingot.cell.cgroup.Cgroups;
import dev.ingot.cell.disk.Disk;
import dev.ingot.cell.disk.DiskPool;
import dev.ingot.cell.image.ImageStore;
import dev.ingot.cell.image.LocalImage;
import dev.ingot.cell.mount.Mounts;
import dev.ingot.cell.network.HostFiles;
import dev.ingot.cell.network.Network;
import dev.ingot.cell.network.Networks;
import dev.ingot.cell.runtime.RuntimePaths;
import dev.ingot.cell.sys.WholeFile;
import dev.ingot.stager.sandbox.Sandbox;
import dev.ingot.stager.sandbox.SandboxException;
import dev.ingot.stager.sandbox.Sandboxes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** Build containers made of the same parts as instances: image layers, a writable layer with a limit, a network of their own. Thread-safe. */
public final class ContainerSandboxes implements Sandboxes {
  private static final String JDK = "/opt/ingot/jdk";
  private static final String BUILDPACKS = "/cnb/buildpacks";

  private final Parts parts;

  /**
   * What build containers are made of.
   *
   * @param root directory of running builds' containers
   * @param gateway address of the machine in the container network
   */
  public record Parts(
      Path root, Path jdk, Path buildpacks, String gateway, ImageStore images, DiskPool disks, Networks networks, RuntimePaths runtime, Cgroups cgroups) {}

  public ContainerSandboxes(Parts parts) throws IOException {
    this.parts = parts;
    for (Path left : Mounts.below(parts.root)) {
      Mounts.unmount(left);
    }
    WholeFile.deleteTree(parts.root);
    Files.createDirectories(parts.root);
  }

  @Override
  public Sandbox open(Spec spec) throws SandboxException {
    String id = "stage-" + UUID.randomUUID();
    Path dir = parts.root.resolve(id);
    ContainerSandbox.Held held = new ContainerSandbox.Held(parts, id, dir);
    try {
      Files.createDirectories(dir.resolve("rootfs"));
      Files.createDirectories(dir.resolve("settings"));
      LocalImage image = parts.images.hold(id, spec.buildImage());
      Network network = parts.networks.take();
      held.network = network;
      Disk disk = parts.disks.take(spec.diskBytes());
      held.disk = disk.id();
      Mounts.overlay(dir.resolve("rootfs"), image.layers(), disk.upper(), disk.work());
      MachineSettings settings = new MachineSettings(dir.resolve("settings"), System.getenv());
      List<Bind> binds = new ArrayList<>(settings.binds());
      binds.addAll(own(dir, network, id));
      spec.mounts().forEach(m -> binds.add(new Bind(m.host(), m.container(), m.readOnly())));
      return new ContainerSandbox(held, binds, environment(image, settings), spec.memoryBytes());
    } catch (IOException e) {
      held.release();
      throw new SandboxException("The build container for " + spec.id() + " could not be made: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      held.release();
      Thread.currentThread().interrupt();
      throw new SandboxException("The build container for " + spec.id() + " was not made: the build was cancelled", e);
    }
  }

  private List<Bind> own(Path dir, Network network, String id) throws IOException {
    Path hosts = Files.writeString(dir.resolve("hosts"), HostFiles.hosts(network.address(), id));
    Path resolv = Files.writeString(dir.resolve("resolv.conf"), HostFiles.resolvConf(parts.gateway));
    List<Bind> binds = new ArrayList<>(List.of(new Bind(hosts, "/etc/hosts", true), new Bind(resolv, "/etc/resolv.conf", true),
        new Bind(parts.jdk, JDK, true), new Bind(parts.buildpacks, BUILDPACKS, true)));
    binds.addAll(jdkCertificates(parts.jdk));
    return binds;
  }

  /** A distribution's JDK keeps its certificates outside of itself, behind a link; without them jlink cannot make a runtime. */
  private static List<Bind> jdkCertificates(Path jdk) throws IOException {
    Path link = jdk.resolve("lib/security/cacerts");
    if (!Files.isSymbolicLink(link) || !Files.isRegularFile(link)) {
      return List.of();
    }
    Path target = link.getParent().resolve(Files.readSymbolicLink(link)).normalize();
    return target.startsWith(jdk) ? List.of() : List.of(new Bind(target.toRealPath(), target.toString(), true));
  }

  private static Map<String, String> environment(LocalImage image, MachineSettings settings) {
    Map<String, String> env = new TreeMap<>(image.config().env());
    env.putAll(settings.env());
    env.put("INGOT_JDK", JDK);
    return env;
  }
}
