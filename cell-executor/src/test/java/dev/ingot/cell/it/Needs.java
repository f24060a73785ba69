package dev.ingot.cell.it;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** Integration tests need root and the real programs: without them they are skipped loudly, or fail with -Dingot.it.required=true. */
final class Needs {
  private Needs() {}

  static void rootAndRunc() {
    for (String program : List.of("/usr/sbin/runc", "/usr/bin/conmon", "/usr/sbin/nft")) {
      need(Files.isExecutable(Path.of(program)), program + " is not here");
    }
    need(System.getProperty("user.name").equals("root"), "not run as root");
    need(Files.isExecutable(Path.of("/usr/local/go/bin/go")), "Go is not here");
  }

  static void busybox() {
    need(Files.isExecutable(Path.of("/usr/bin/busybox")), "busybox is not here: apt-get install busybox-static");
  }

  private static void need(boolean there, String reason) {
    if (!there && Boolean.getBoolean("ingot.it.required")) {
      throw new AssertionError("This test is required (-Dingot.it.required=true) but " + reason);
    }
    if (!there) {
      System.err.println("SKIPPED: " + reason);
    }
    Assumptions.assumeTrue(there, reason);
  }
}
