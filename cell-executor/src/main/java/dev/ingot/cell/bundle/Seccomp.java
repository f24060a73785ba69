package dev.ingot.cell.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The system calls a container may make: an allow list, everything else answers EPERM. Native architecture only: calls of another one
 * kill the process, and loading the filter is 20 ms cheaper (runtime-and-scheduling.md §4.1).
 */
final class Seccomp {
  private static final int EPERM = 1;
  private static final int ENOSYS = 38;
  private static final long NEW_NAMESPACES = 0x7E020000L;
  private static final long AF_VSOCK = 40;

  private Seccomp() {}

  /** The `linux.seccomp` object. Only personalities that change nothing dangerous; clone without new namespaces; sockets but vsock. */
  static Map<String, Object> profile() {
    return Map.of(
        "defaultAction", "SCMP_ACT_ERRNO", "defaultErrnoRet", EPERM, "architectures", List.of(architecture()),
        "syscalls", List.of(
            Map.of("names", allowed(), "action", "SCMP_ACT_ALLOW"),
            personality(0x0L), personality(0x8L), personality(0x20000L), personality(0x20008L), personality(0xFFFFFFFFL),
            Map.of("names", List.of("clone"), "action", "SCMP_ACT_ALLOW",
                "args", List.of(Map.of("index", 0, "value", NEW_NAMESPACES, "valueTwo", 0, "op", "SCMP_CMP_MASKED_EQ"))),
            // glibc falls back to clone on ENOSYS; its flags are behind a pointer, which a filter cannot see.
            Map.of("names", List.of("clone3"), "action", "SCMP_ACT_ERRNO", "errnoRet", ENOSYS),
            Map.of("names", List.of("socket"), "action", "SCMP_ACT_ALLOW",
                "args", List.of(Map.of("index", 0, "value", AF_VSOCK, "op", "SCMP_CMP_NE")))));
  }

  private static Map<String, Object> personality(long value) {
    return Map.of("names", List.of("personality"), "action", "SCMP_ACT_ALLOW",
        "args", List.of(Map.of("index", 0, "value", value, "op", "SCMP_CMP_EQ")));
  }

  private static String architecture() {
    return System.getProperty("os.arch").equals("aarch64") ? "SCMP_ARCH_AARCH64" : "SCMP_ARCH_X86_64";
  }

  private static List<String> allowed() {
    try (InputStream in = Objects.requireNonNull(Seccomp.class.getResourceAsStream("seccomp-allowed.txt"))) {
      return List.of(new String(in.readAllBytes(), StandardCharsets.UTF_8).trim().split("\\s+"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
