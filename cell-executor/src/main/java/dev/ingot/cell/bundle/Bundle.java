package dev.ingot.cell.bundle;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Writes the OCI runtime configuration (runtime-spec 1.0.2, config.md). Pure: same input, same bytes. */
public final class Bundle {
  /** User and group of every process in an image of ours, CF's `vcap`. */
  public static final int VCAP = 2000;

  /** What root of an image of the user's own keeps, so that it can give its files away and step down to another user (decision 0022). */
  private static final List<String> ROOT_CAPABILITIES =
      List.of("CAP_CHOWN", "CAP_DAC_OVERRIDE", "CAP_FOWNER", "CAP_FSETID", "CAP_KILL", "CAP_SETGID", "CAP_SETUID");
  private static final int OPEN_FILES = 16_384;
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();
  private static final List<String> MASKED = List.of(
      "/proc/acpi", "/proc/asound", "/proc/kcore", "/proc/keys", "/proc/latency_stats", "/proc/sched_debug", "/proc/scsi", "/proc/timer_list",
      "/proc/timer_stats", "/sys/devices/virtual/powercap", "/sys/firmware");
  private static final List<String> READ_ONLY =
      List.of("/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger");

  private Bundle() {}

  /** config.json. */
  public static byte[] config(BundleSpec spec) {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("ociVersion", "1.0.2");
    config.put("hostname", spec.hostname());
    config.put("root", Map.of("path", spec.rootfs().toString(), "readonly", false));
    config.put("process", process(spec));
    config.put("mounts", mounts(spec));
    config.put("linux", linux(spec));
    return JSON.writeValueAsBytes(config);
  }

  /** The configuration of a further process in a container of this kind: its own arguments and variables, everything else the same. */
  public static byte[] process(BundleSpec spec, List<String> args, List<String> env) {
    return JSON.writeValueAsBytes(process(new BundleSpec(spec.rootfs(), args, env, spec.workingDirectory(), spec.hostname(), spec.namespace(),
        spec.cgroup(), spec.memoryBytes(), spec.cpuShares(), spec.pids(), spec.binds(), spec.user())));
  }

  private static Map<String, Object> process(BundleSpec spec) {
    ImageUser user = spec.user() == null ? new ImageUser(VCAP, VCAP, List.of(), "") : spec.user();
    List<String> kept = user.uid() == 0 ? ROOT_CAPABILITIES : List.of();
    return Map.of(
        "terminal", false, "user", user(user), "args", spec.args(), "env", spec.env(),
        "cwd", spec.workingDirectory(), "noNewPrivileges", true,
        "capabilities", Map.of("bounding", kept, "effective", kept, "permitted", kept, "inheritable", List.of(), "ambient", List.of()),
        "rlimits", List.of(limit("RLIMIT_NOFILE", OPEN_FILES), limit("RLIMIT_CORE", 0)));
  }

  private static Map<String, Object> user(ImageUser user) {
    Map<String, Object> numbers = new LinkedHashMap<>(Map.of("uid", user.uid(), "gid", user.gid(), "umask", 18));
    if (!user.groups().isEmpty()) {
      numbers.put("additionalGids", user.groups());
    }
    return numbers;
  }

  private static Map<String, Object> limit(String type, int value) {
    return Map.of("type", type, "soft", value, "hard", value);
  }

  private static List<Map<String, Object>> mounts(BundleSpec spec) {
    List<Map<String, Object>> mounts = new ArrayList<>();
    mounts.add(mount("/proc", "proc", "proc", "nosuid", "noexec", "nodev"));
    mounts.add(mount("/dev", "tmpfs", "tmpfs", "nosuid", "strictatime", "mode=755", "size=65536k"));
    mounts.add(mount("/dev/pts", "devpts", "devpts", "nosuid", "noexec", "newinstance", "ptmxmode=0666", "mode=0620", "gid=5"));
    mounts.add(mount("/dev/shm", "tmpfs", "shm", "nosuid", "noexec", "nodev", "mode=1777", "size=65536k"));
    mounts.add(mount("/dev/mqueue", "mqueue", "mqueue", "nosuid", "noexec", "nodev"));
    mounts.add(mount("/sys", "sysfs", "sysfs", "nosuid", "noexec", "nodev", "ro"));
    // Read by JVMs and others to size themselves.
    mounts.add(mount("/sys/fs/cgroup", "cgroup", "cgroup", "nosuid", "noexec", "nodev", "relatime", "ro"));
    for (BundleSpec.Bind bind : spec.binds()) {
      mounts.add(mount(bind.container(), "bind", bind.host().toString(), "rbind", "nosuid", "nodev", bind.readOnly() ? "ro" : "rw"));
    }
    return mounts;
  }

  private static Map<String, Object> mount(String destination, String type, String source, String... options) {
    return Map.of("destination", destination, "type", type, "source", source, "options", List.of(options));
  }

  private static Map<String, Object> linux(BundleSpec spec) {
    Map<String, Object> linux = new LinkedHashMap<>(Map.of(
        "cgroupsPath", spec.cgroup(), "resources", resources(spec), "seccomp", Seccomp.profile(), "maskedPaths", MASKED,
        "readonlyPaths", READ_ONLY,
        "namespaces", List.of(
            Map.of("type", "pid"), Map.of("type", "ipc"), Map.of("type", "uts"), Map.of("type", "mount"), Map.of("type", "cgroup"),
            Map.of("type", "network", "path", spec.namespace().toString()))));
    if (spec.user() != null) {
      // Images of the world serve port 80; the network namespace is the container's own.
      linux.put("sysctl", Map.of("net.ipv4.ip_unprivileged_port_start", "0"));
    }
    return linux;
  }

  private static Map<String, Object> resources(BundleSpec spec) {
    Map<String, Object> resources = new LinkedHashMap<>();
    resources.put("devices", List.of(Map.of("allow", false, "access", "rwm")));
    resources.put("cpu", Map.of("shares", spec.cpuShares()));
    resources.put("pids", Map.of("limit", spec.pids()));
    if (spec.memoryBytes() > 0) {
      resources.put("memory", Map.of("limit", spec.memoryBytes(), "swap", spec.memoryBytes()));
    }
    return resources;
  }
}
