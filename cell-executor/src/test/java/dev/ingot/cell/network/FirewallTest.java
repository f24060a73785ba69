package dev.ingot.cell.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.cell.config.Subnet;
import org.junit.jupiter.api.Test;

class FirewallTest {
  @Test
  void rules_nameOnlyOurPrefixAndSubnet() {
    String rules = Firewall.rules("ab", Subnet.parse("10.1.2.0/24"));
    assertThat(rules).startsWith("table inet ab\ndelete table inet ab\n").contains("iifname \"abv*\" ip daddr 10.1.2.0/24 drop");
    assertThat(rules.lines().filter(l -> l.contains("oifname"))).containsExactly("    oifname \"abv*\" drop");
  }

  @Test
  void resolver_isNeverTheLoopback() throws Exception {
    assertThat(HostFiles.resolvConf("10.1.2.1")).contains("nameserver").doesNotContain("nameserver 127.");
  }
}
