package dev.ingot.cell.network;

import dev.ingot.cell.config.Subnet;
import dev.ingot.cell.sys.Command;
import java.io.IOException;

/**
 * The one nftables table of a cell. Flat: it has no rule per container, so its cost does not grow with them.
 * A container may open connections to the outside (masqueraded) and to the machine's resolver; not to the machine, not to another
 * container. Only the machine itself opens connections to a container.
 */
final class Firewall {
  private Firewall() {}

  /** Replaces the table in one transaction. */
  static void install(String prefix, Subnet subnet) throws IOException, InterruptedException {
    Command.feed(rules(prefix, subnet), "nft", "-f", "-");
  }

  /** Removes the table; not there is fine. */
  static void remove(String prefix) throws IOException, InterruptedException {
    Command.feed("table inet " + prefix + "\ndelete table inet " + prefix + "\n", "nft", "-f", "-");
  }

  static String rules(String prefix, Subnet subnet) {
    String ours = "\"" + prefix + "v*\"";
    return """
        table inet %1$s
        delete table inet %1$s
        table inet %1$s {
          chain leaving {
            type nat hook postrouting priority srcnat; policy accept;
            iifname %2$s ip saddr %3$s masquerade
          }
          chain tohost {
            type filter hook input priority filter; policy accept;
            iifname %2$s jump fromcontainer
          }
          chain fromcontainer {
            ct state established,related accept
            ip saddr != %3$s drop
            meta l4proto { tcp, udp } th dport 53 accept
            drop
          }
          chain passing {
            type filter hook forward priority filter; policy accept;
            ct state established,related accept
            oifname %2$s drop
            iifname %2$s ip saddr != %3$s drop
            iifname %2$s meta nfproto ipv6 drop
            iifname %2$s ip daddr %3$s drop
          }
        }
        """.formatted(prefix, ours, subnet);
  }
}
