package dev.ingot.buildpacks.java;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.buildpacks.kit.BuildFailure;
import java.util.List;
import org.junit.jupiter.api.Test;

class TomcatTest {
  private static final List<String> VERSIONS = List.of("9.0.98", "9.0.100", "10.0.27", "10.1.9", "10.1.40", "11.0.2", "11.0.10");

  @Test
  void newestOfALine_isByNumber() {
    assertThat(Tomcat.newest(VERSIONS, "11")).isEqualTo("11.0.10");
    assertThat(Tomcat.newest(VERSIONS, "10.1")).isEqualTo("10.1.40");
    assertThat(Tomcat.newest(VERSIONS, "10")).isEqualTo("10.1.40");
    assertThat(Tomcat.newest(VERSIONS, "9.0.98")).isEqualTo("9.0.98");
  }

  @Test
  void lineNobodyReleased_isToldWithWhatToDo() {
    assertThatThrownBy(() -> Tomcat.newest(VERSIONS, "1")).isInstanceOf(BuildFailure.class).hasMessageContaining("No Tomcat 1 ").hasMessageContaining("BP_TOMCAT_VERSION");
  }
}
