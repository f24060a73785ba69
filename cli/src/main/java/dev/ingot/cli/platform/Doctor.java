package dev.ingot.cli.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What this machine has and lacks for the platform. Looks only; changes nothing. */
final class Doctor {
  private static final long GB = 1L << 30;

  private Doctor() {}

  /** `remedy` is empty when `ok`. */
  record Check(String subject, boolean ok, String found, String remedy) {}

  static List<Check> checks(Platform platform) throws IOException {
    List<Check> checks = new ArrayList<>();
    checks.add(new Check("JDK 25 or newer", Runtime.version().feature() >= 25, Runtime.version().toString(), "set JAVA_HOME to a JDK 25"));
    boolean sudo = Files.isExecutable(Path.of("/usr/bin/sudo"));
    boolean root = "root".equals(System.getProperty("user.name"));
    checks.add(new Check("root, for the cell", root || sudo, root ? "root" : "user " + System.getProperty("user.name"), "./ingot up asks sudo for it"));
    program(checks, "runc", "runc", "/usr/sbin/runc", "/usr/bin/runc");
    program(checks, "conmon", "conmon", "/usr/bin/conmon");
    program(checks, "CNI plugins", "containernetworking-plugins", "/usr/lib/cni/bridge", "/opt/cni/bin/bridge");
    program(checks, "mmdebstrap", "mmdebstrap", "/usr/bin/mmdebstrap");
    program(checks, "ip", "iproute2", "/usr/sbin/ip", "/sbin/ip", "/usr/bin/ip");
    program(checks, "nft", "nftables", "/usr/sbin/nft", "/usr/bin/nft");
    program(checks, "mkfs.ext4", "e2fsprogs", "/usr/sbin/mkfs.ext4", "/sbin/mkfs.ext4");
    program(checks, "setpriv", "util-linux", "/usr/bin/setpriv");
    boolean overlay = Files.readString(Path.of("/proc/filesystems")).contains("overlay") || !Commands.output("modprobe", "-n", "overlay").isEmpty();
    checks.add(new Check("overlay file system", overlay, overlay ? "yes" : "no", "load the module: modprobe overlay"));
    boolean memoryGroup = Files.exists(Path.of("/sys/fs/cgroup/memory")) || memoryController();
    checks.add(new Check("memory cgroup", memoryGroup, memoryGroup ? "yes" : "no", "boot with cgroup_enable=memory"));
    capacity(checks, platform);
    return checks;
  }

  private static void program(List<Check> checks, String name, String debianPackage, String... places) {
    for (String place : places) {
      if (Files.isExecutable(Path.of(place))) {
        checks.add(new Check(name, true, place, ""));
        return;
      }
    }
    checks.add(new Check(name, false, "missing", "apt-get install " + debianPackage));
  }

  private static boolean memoryController() throws IOException {
    Path controllers = Path.of("/sys/fs/cgroup/cgroup.controllers");
    return Files.exists(controllers) && Files.readString(controllers).contains("memory");
  }

  private static void capacity(List<Check> checks, Platform platform) throws IOException {
    var system = (com.sun.management.OperatingSystemMXBean) java.lang.management.ManagementFactory.getOperatingSystemMXBean();
    long memory = system.getTotalMemorySize();
    checks.add(new Check("memory, 2 GB or more", memory >= 19 * GB / 10, memory / (GB / 1024) + " MB", "the platform itself takes up to 1 GB, apps the rest"));
    Path existing = platform.home();
    while (!Files.exists(existing)) {
      existing = existing.getParent();
    }
    long disk = Files.getFileStore(existing).getUsableSpace();
    checks.add(new Check("disk for " + platform.home() + ", 5 GB or more", disk >= 5 * GB, disk / GB + " GB free", "free some space, or set INGOT_HOME to a larger disk"));
  }
}
