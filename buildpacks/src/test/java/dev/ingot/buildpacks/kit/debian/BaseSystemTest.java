package dev.ingot.buildpacks.kit.debian;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class BaseSystemTest {
  private static final String STATUS = """
      Package: dpkg
      Essential: yes
      Status: install ok installed
      Version: 1
      Pre-Depends: libc6 (>= 2.36), tar | bsdtar
      Depends: awk

      Package: libc6
      Status: install ok installed
      Version: 2

      Package: mawk
      Status: install ok installed
      Provides: awk
      Version: 3

      Package: python3
      Status: install ok installed
      Version: 4

      Package: old
      Priority: required
      Status: deinstall ok config-files
      Version: 5

      Package: tar
      Priority: required
      Status: install ok installed
      Version: 6
      Description: a text
       Package: not-one
      """;

  @Test
  void whatEveryImageHas_isTaken_butNotWhatOnlyTheBuildImageHas() {
    assertThat(BaseSystem.of(STATUS).stanzas().keySet()).containsExactlyInAnyOrder("dpkg", "libc6", "mawk", "tar");
  }

  @Test
  void packagesThatAreLeftOut_seemInstalled() {
    var status = BaseSystem.of(STATUS).without(Set.of("systemd", "tar"));
    assertThat(status).contains("Package: systemd\nStatus: install ok installed").contains("Version: 6").doesNotContain("python3");
    assertThat(BaseSystem.of(status).stanzas()).containsKey("dpkg");
  }
}
