package dev.ingot.cell.network;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The resolver and hosts file a container gets. */
public final class HostFiles {
  /** Where systemd-resolved keeps the real servers while /etc/resolv.conf names its loopback stub. */
  private static final Path UPSTREAM = Path.of("/run/systemd/resolve/resolv.conf");

  private HostFiles() {}

  /**
   * The machine's resolv.conf without servers on its loopback, which a container cannot reach. When only such are there, the gateway
   * is named: port 53 of the machine is open to containers.
   */
  public static String resolvConf(String gateway) throws IOException {
    Path etc = Path.of("/etc/resolv.conf");
    List<String> lines = Files.exists(etc) ? Files.readAllLines(etc) : List.of();
    if (lines.stream().anyMatch(HostFiles::loopback) && Files.exists(UPSTREAM)) {
      lines = Files.readAllLines(UPSTREAM);
    }
    List<String> reachable = lines.stream().filter(line -> !loopback(line)).toList();
    boolean named = reachable.stream().anyMatch(line -> line.startsWith("nameserver"));
    return String.join("\n", reachable) + "\n" + (named ? "" : "nameserver " + gateway + "\n");
  }

  /** /etc/hosts of a container with this address and host name. */
  public static String hosts(String address, String hostname) {
    return "127.0.0.1 localhost\n" + address + " " + hostname + "\n";
  }

  private static boolean loopback(String line) {
    return line.matches("\\s*nameserver\\s+(127\\.|::1).*");
  }
}
