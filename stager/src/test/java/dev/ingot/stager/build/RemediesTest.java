package dev.ingot.stager.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RemediesTest {
  @ParameterizedTest
  @ValueSource(strings = {"curl: (6) Could not resolve host: example.test", "dial tcp: lookup example.test on 10.0.0.1:53: no such host", "getaddrinfo EAI_AGAIN example.test",
      "java.net.UnknownHostException: example.test", "curl: (7) Failed to connect to example.test port 443 after 3 ms", "dial tcp 192.0.2.1:443: i/o timeout"})
  void anAddressThatIsNotReached_isToldAsThat(String line) {
    assertThat(Remedies.of(List.of("installing", line, "**ERROR** giving up"))).contains("could not reach", "cached");
  }

  @Test
  void otherFailures_areTheApps_alsoWhenSomethingWasNotReachedLongBefore() {
    assertThat(Remedies.of(List.of())).contains("correct the app");
    assertThat(Remedies.of(List.of("SyntaxError in line 3"))).contains("correct the app");
    var lines = new java.util.ArrayList<>(List.of("Could not resolve host: optional.test"));
    lines.addAll(Collections.nCopies(10, "compiling"));
    assertThat(Remedies.of(lines)).contains("correct the app");
  }
}
