package dev.ingot.cell;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;

/** The machine's own address. */
final class HostAddress {
  private HostAddress() {}

  /** First IPv4 of an interface that is up and not virtual; 127.0.0.1 when there is none. */
  static String find() throws IOException {
    return NetworkInterface.networkInterfaces()
        .filter(HostAddress::outward)
        .flatMap(NetworkInterface::inetAddresses)
        .filter(a -> a instanceof Inet4Address && !a.isLoopbackAddress() && !a.isLinkLocalAddress())
        .map(InetAddress::getHostAddress).findFirst().orElse("127.0.0.1");
  }

  private static boolean outward(NetworkInterface nic) {
    try {
      // Peers of containers have no device behind them.
      return nic.isUp() && !nic.isLoopback() && !nic.isPointToPoint() && Files.exists(
          Path.of("/sys/class/net", nic.getName(), "device"));
    } catch (IOException e) {
      return false;
    }
  }
}
