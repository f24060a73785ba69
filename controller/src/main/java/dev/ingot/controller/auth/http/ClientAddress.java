package dev.ingot.controller.auth.http;

import jakarta.servlet.http.HttpServletRequest;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/** Where a request came from, as far as wrong passwords are counted by it. */
public final class ClientAddress {
  private static final int NETWORK_BYTES = 8;

  private ClientAddress() {}

  /**
   * The peer; behind our router (or the dashboard, on this machine) what it says: the last of X-Forwarded-For, since what stands before it came
   * with the request. Of an IPv6 address the network (/64), which is what one customer gets. Null when it is no address.
   */
  public static @Nullable String of(HttpServletRequest request) {
    try {
      var peer = InetAddress.ofLiteral(request.getRemoteAddr());
      String forwarded = Collections.list(request.getHeaders("X-Forwarded-For")).stream().reduce((first, second) -> second).orElse("");
      String last = forwarded.substring(forwarded.lastIndexOf(',') + 1).strip();
      var address = peer.isLoopbackAddress() && !last.isEmpty() ? InetAddress.ofLiteral(last) : peer;
      if (address instanceof Inet6Address six) {
        byte[] bytes = six.getAddress();
        Arrays.fill(bytes, NETWORK_BYTES, bytes.length, (byte) 0);
        return InetAddress.getByAddress(bytes).getHostAddress() + "/64";
      }
      return address.getHostAddress();
    } catch (IllegalArgumentException | java.net.UnknownHostException e) {
      return null;
    }
  }
}
