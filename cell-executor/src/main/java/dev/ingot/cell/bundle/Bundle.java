package dev.ingot.cell.bundle;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Writes the OCI runtime configuration (runtime-spec 1.0.2, config.md). Pure: same input, same bytes. */
public final class Bundle {
  /** User and group of every process here, CF's `vcap`. */
  public static final int VCAP = 2000;

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

  private static Map<String, Object> process(BundleSpec spec) {
    return Map.of(
        "terminal", false, "user", Map.of("uid", VCAP, "gid", VCAP, "umask", 18), "args", spec.args(), "env", spec.env(),
        "cwd", spec.workingDirectory(), "noNewPrivileges", true,
        "capabilities", Map.of("bounding", List.of(), "effective", List.of(), "permitted", List.of(), "inheritable", List.of(), "ambient", List.of()),
        "rlimits", List.of(limit("RLIMIT_NOFILE", OPEN_FILES), limit("RLIMIT_CORE", 0)));
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
    return Map.of(
        "cgroupsPath", spec.cgroup(), "resources", resources(spec), "seccomp", Seccomp.profile(), "maskedPaths", MASKED,
        "readonlyPaths", READ_ONLY,
        "namespaces", List.of(
            Map.of("type", "pid"), Map.of("type", "ipc"), Map.of("type", "uts"), Map.of("type", "mount"), Map.of("type", "cgroup"),
            Map.of("type", "network", "path", spec.namespace().toString())));
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
