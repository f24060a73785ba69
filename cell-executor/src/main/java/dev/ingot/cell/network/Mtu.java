package dev.ingot.cell.network;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The packet size of the way out. */
final class Mtu {
  private static final int ETHERNET = 1500;

  private Mtu() {}

  /** MTU of the interface of the default route; 1500 without one. */
  static int ofDefaultRoute() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/net/route"))) {
      String[] fields = line.split("\\s+");
      if (fields.length > 2 && fields[1].equals("00000000")) {
        return Integer.parseInt(Files.readString(Path.of("/sys/class/net", fields[0], "mtu")).trim());
      }
    }
    return ETHERNET;
  }
}
