package dev.ingot.cell.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.api.cell.v1.Image;
import dev.ingot.cell.cgroup.Cgroups;
import dev.ingot.cell.config.Subnet;
import dev.ingot.cell.disk.DiskPool;
import dev.ingot.cell.image.ImageStore;
import dev.ingot.cell.image.LayerStore;
import dev.ingot.cell.network.Networks;
import dev.ingot.cell.runtime.RuntimePaths;
import dev.ingot.cell.staging.ContainerSandboxes;
import dev.ingot.oci.layer.LayerUnpacker;
import dev.ingot.oci.layer.Limits;
import dev.ingot.oci.layer.LinuxPrivileged;
import dev.ingot.oci.registry.RegistryClient;
import dev.ingot.stager.sandbox.Sandbox;
import dev.ingot.stager.sandbox.SandboxException;
import dev.ingot.stager.sandbox.Sandboxes.Mount;
import dev.ingot.stager.sandbox.Sandboxes.Spec;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Build containers with real runc. */
@Tag("runc")
class SandboxIT {
  private static final String PREFIX = "sbtest";
  @TempDir Path work;
  private TestController controller;
  private Networks networks;
  private DiskPool disks;
  private ContainerSandboxes sandboxes;
  private TestImage image;
  private Path shared;
  private final List<String> out = new ArrayList<>();

  @BeforeEach
  void open() throws Exception {
    Needs.rootAndRunc();
    Needs.busybox();
    controller = new TestController();
    image = TestImage.busybox();
    controller.serve(image);
    networks = new Networks(PREFIX, Subnet.parse("10.139.78.0/24"));
    networks.open();
    disks = new DiskPool(work.resolve("disks"));
    RegistryClient registry = new RegistryClient(URI.create("http://127.0.0.1:" + controller.httpPort()), null);
    ImageStore images = new ImageStore(image -> registry, new LayerStore(work.resolve("layers"), Clock.systemUTC()),
        new LayerUnpacker(new LinuxPrivileged(), Limits.DEFAULT)::unpack, work.resolve("images"));
    Path buildpacks = Files.createDirectories(work.resolve("buildpacks/id"));
    shared = Files.createDirectories(work.resolve("shared"));
    Files.setAttribute(shared, "unix:uid", 2000);
    sandboxes = new ContainerSandboxes(new ContainerSandboxes.Parts(work.resolve("staging"), Path.of(System.getProperty("java.home")),
        buildpacks.getParent(), "10.139.78.1", images, disks, networks, RuntimePaths.of(PREFIX, work), new Cgroups()));
  }

  @AfterEach
  void close() throws Exception {
    if (networks != null) {
      networks.close();
      networks.destroyAllBut(Set.of());
      networks.removeTable();
      disks.destroyAllBut(Set.of());
      new Cgroups().remove("/" + PREFIX);
      controller.close();
      assertThat(networks.remains()).isEmpty();
      assertThat(Files.readString(Path.of("/proc/self/mounts"))).doesNotContain(work.toString());
    }
  }

  @Test
  void command_runsWithoutRightsAndSeesWhatItWasGiven() throws Exception {
    try (Sandbox sandbox = sandboxes.open(spec())) {
      assertThat(run(sandbox, "id -u; cat /proc/self/status | grep Cap; echo $GIVEN $INGOT_JDK; ls /cnb/buildpacks; ls /opt/ingot/jdk; "
          + "ls -l /etc/ssl/certs/ca-certificates.crt; touch /workspace/made; touch /cnb/buildpacks/x; echo oops >&2; exit 3").status()).isEqualTo(3);
      assertThat(out).contains("2000", "CapEff:\t0000000000000000", "yes /opt/ingot/jdk", "id", "bin", "ERR oops").doesNotContain("x");
      assertThat(shared.resolve("made")).exists();
      out.clear();
      run(sandbox, "test -s /opt/ingot/jdk/lib/security/cacerts && echo certificates");
      assertThat(out).as("the JDK's certificates, which may lie outside of it").containsExactly("certificates");
      out.clear();
      run(sandbox, "echo again; ls /tmp");
      assertThat(out).containsExactly("again");
    }
  }

  @Test
  void commandOverItsTime_isKilled() throws Exception {
    try (Sandbox sandbox = sandboxes.open(spec())) {
      long begin = System.nanoTime();
      Sandbox.Exit exit = sandbox.run(List.of("/bin/busybox", "sleep", "60"), Map.of(), "/", Duration.ofMillis(500), (line, err) -> out.add(line));
      assertThat(exit.timedOut()).isTrue();
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
    }
  }

  @Test
  void tooMuchMemoryOrDisk_isRefused() throws Exception {
    try (Sandbox sandbox = sandboxes.open(spec())) {
      Sandbox.Exit exit = run(sandbox, "busybox dd if=/dev/zero of=/dev/null bs=200M count=1");
      assertThat(exit.outOfMemory()).isTrue();
      out.clear();
      run(sandbox, "busybox dd if=/dev/zero of=/tmp/big bs=1M count=200");
      assertThat(out).anyMatch(line -> line.contains("No space left"));
    }
  }

  @Test
  void interruptedBuild_endsAtOnceAndLeavesNothing() throws Exception {
    Thread build = Thread.ofPlatform().start(() -> {
      try (Sandbox sandbox = sandboxes.open(spec())) {
        sandbox.run(List.of("/bin/busybox", "sleep", "60"), Map.of(), "/", Duration.ofMinutes(1), (line, err) -> { });
      } catch (SandboxException | InterruptedException e) {
        out.add(e.getClass().getSimpleName());
      }
    });
    TestController.await("sleep runs", Duration.ofSeconds(10), () -> ProcessHandle.allProcesses()
        .filter(p -> p.info().commandLine().orElse("").equals("/bin/busybox sleep 60")).findFirst());
    build.interrupt();
    assertThat(build.join(Duration.ofSeconds(5))).isTrue();
    assertThat(out).containsExactly("InterruptedException");
  }

  @Test
  void missingImage_isSaid() {
    Spec spec = new Spec("b", Image.newBuilder().setRepository("stacks/x").setDigest("sha256:" + "0".repeat(64)).build(), List.of(), 1 << 26, 1 << 26);
    assertThatThrownBy(() -> sandboxes.open(spec)).isInstanceOf(SandboxException.class).hasMessageContaining("stacks/x@sha256:0");
  }

  private Spec spec() {
    return new Spec("b1", Image.newBuilder().setRepository("stacks/s/build").setDigest(image.digest).build(),
        List.of(new Mount(shared, "/workspace", false)), 64L << 20, 64L << 20);
  }

  private Sandbox.Exit run(Sandbox sandbox, String script) throws Exception {
    return sandbox.run(List.of("/bin/sh", "-c", script), Map.of("GIVEN", "yes", "PATH", "/bin"), "/", Duration.ofSeconds(20),
        (line, err) -> out.add((err ? "ERR " : "") + line));
  }
}
