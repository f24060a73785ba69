package dev.ingot.oci.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageReferenceTest {
  /** Where names without a host are, as in Docker. */
  private static final String HUB = "docker.io";
  private static final String HEX = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

  @ParameterizedTest
  @CsvSource({
      "nginx, https://registry-1." + HUB + ", library/nginx, latest",
      "team/app:1.0, https://registry-1." + HUB + ", team/app, 1.0",
      HUB + "/team/app, https://registry-1." + HUB + ", team/app, latest",
      "images.example.com/a/b/c:x_y.z, https://images.example.com, a/b/c, x_y.z",
      "Images.Example.com:5000/app, https://images.example.com:5000, app, latest",
      "localhost:5000/app:1, http://localhost:5000, app, 1",
      "127.0.0.1:5000/a__b/c-d, http://127.0.0.1:5000, a__b/c-d, latest",
      "x.localhost.example/app, https://x.localhost.example, app, latest",
      "app:1@sha256:" + HEX + ", https://registry-1." + HUB + ", library/app, sha256:" + HEX})
  void reference_isReadAsDockerReadsIt(String text, String origin, String repository, String reference) {
    ImageReference parsed = ImageReference.parse(text);
    assertThat(parsed.origin()).hasToString(origin);
    assertThat(parsed.repository()).isEqualTo(repository);
    assertThat(parsed.reference()).isEqualTo(reference);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "A", "a b", "http://x/y", "a/../b", "/a", "a/", "a:", "a:b:c", "a@sha256:1", "user@host/x", "x.y/", "localhost:999999/x",
      "a.b/c?d=e", "a.b/c#d", "[::1/x"})
  void whatIsNoReference_isRefused(String text) {
    assertThatThrownBy(() -> ImageReference.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
