package dev.ingot.router.proxy;

import java.util.Locale;

/** Says why a port could not be had, and what to do. */
final class BindFailure {
  private BindFailure() {}

  static String message(String address, int port, Throwable cause) {
    String reason = String.valueOf(cause.getMessage());
    String tried = "the router cannot listen on " + address + ":" + port + ": ";
    String known = reason.toLowerCase(Locale.ROOT);
    if (known.contains("in use")) {
      return tried + "the port is in use by another process. See which with `ss -ltnp 'sport = :" + port + "'` and stop it, or choose another port.";
    }
    if (known.contains("denied")) {
      return tried + "this user may not use ports below 1024. Choose a higher port, or run `sysctl net.ipv4.ip_unprivileged_port_start=" + port + "`.";
    }
    if (known.contains("assign")) {
      return tried + "this machine does not have that address. Choose one shown by `ip address`, or 0.0.0.0 for all.";
    }
    return tried + reason;
  }
}
