package dev.ingot.controller.securitygroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.api.error.ApiException;
import dev.ingot.api.securitygroup.SecurityGroup.Rule;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RulesTest {
  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.1", "10.0.0.0/8", "0.0.0.0/0", "10.0.0.1-10.0.0.9", "fd00::1", "fd00::/8", "::1-::2", "1.1.1.1,2.2.2.0/24,3.3.3.1-3.3.3.9"})
  void destinations_that_are_fine(String destination) {
    assertThat(Rules.checked(List.of(tcp(destination, "443")))).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"example.com|valid CIDR", "10.0.0.256|valid CIDR", "10.0.0|valid CIDR", "10.0.0.0/33|valid CIDR", "::/129|valid CIDR",
      "10.0.0.1-|range is invalid", "10.0.0.9-10.0.0.1|inverted", "10.0.0.1-::1|range is invalid", "10.01.0.1|leading zeros", "10.0.0.1,|empty destination",
      "1-2-3|valid CIDR", "fe80::1%eth0|valid CIDR", "2130706433|valid CIDR"})
  void destinations_that_are_not(String destination, String why) {
    assertThatThrownBy(() -> Rules.checked(List.of(tcp(destination, "443")))).isInstanceOf(ApiException.class).hasMessageStartingWith("Rules[0]: ")
        .hasMessageContaining(why);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "65536", "80-", "9-8", "http", "80,,81", "-1", ""})
  void ports_that_are_not(String ports) {
    assertThatThrownBy(() -> Rules.checked(List.of(tcp("10.0.0.1", ports)))).hasMessageContaining("ports must be a valid single port");
  }

  @Test
  void each_protocol_has_its_own_fields() {
    assertThat(Rules.checked(List.of(tcp("10.0.0.1", "80, 443,8000-9000"), new Rule("icmp", "10.0.0.1", null, -1, 255, "ping", true),
        new Rule("icmpv6", "::1", null, 128, 0, null, null), new Rule("all", "0.0.0.0/0", null, null, null, null, null)))).hasSize(4);
    assertThatThrownBy(() -> Rules.checked(Arrays.asList(tcp("10.0.0.1", null), new Rule("icmp", "::1", null, 256, null, null, null), null,
        new Rule("all", "10.0.0.1", "80", null, null, null, null), new Rule("sctp", null, null, null, null, null, null))))
        .hasMessage("Rules[0]: ports are required for protocols of type TCP and UDP, Rules[1]: for protocol \"icmp\" you cannot use IPv6 addresses,"
            + " Rules[1]: code is required for protocols of type ICMP, Rules[1]: type must be an integer between -1 and 255 (inclusive),"
            + " Rules[2]: must be an object, Rules[3]: ports are not allowed for protocols of type all,"
            + " Rules[4]: protocol must be 'tcp', 'udp', 'icmp', 'icmpv6' or 'all',"
            + " Rules[4]: nil destination; destination must be a comma-delimited list of valid CIDRs, IP addresses, or IP address ranges");
  }

  private static Rule tcp(String destination, @org.jspecify.annotations.Nullable String ports) {
    return new Rule("tcp", destination, ports, null, null, null, null);
  }
}
