package dev.ingot.cli.platform;

import dev.ingot.cli.Failure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** TCP ports of this machine. */
final class Ports {
  private Ports() {}

  /** Whether nobody listens there. @param host address to listen on */
  static boolean free(InetAddress host, int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(host, port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** First of `count` free loopback ports in a row, below the kernel's range for outgoing connections. */
  static int freeRange(int count) {
    for (int first = 20_000; first + count < 32_000; first += 100) {
      boolean free = true;
      for (int port = first; port < first + count && free; port++) {
        free = free(InetAddress.getLoopbackAddress(), port);
      }
      if (free) {
        return first;
      }
    }
    throw new Failure("no " + count + " free loopback ports in a row between 20000 and 32000. Stop what holds them (ss -ltn), then try again.");
  }

  /** Third numbers N of 10.132.N.0/24 that no interface of this machine has: the first of `count` in a row. */
  static int freeSubnet(int count) {
    String routes = Commands.output("ip", "-4", "route") + Commands.output("ip", "-4", "address");
    for (int first = 0; first + count < 256; first++) {
      boolean free = true;
      for (int n = first; n < first + count; n++) {
        free &= !routes.contains("10.132." + n + ".");
      }
      if (free) {
        return first;
      }
    }
    throw new Failure("no free network 10.132.N.0/24 on this machine: ip -4 route shows who holds them.");
  }
}
