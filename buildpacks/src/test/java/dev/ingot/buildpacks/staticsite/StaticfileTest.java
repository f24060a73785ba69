package dev.ingot.buildpacks.staticsite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.buildpacks.kit.BuildFailure;
import dev.ingot.buildpacks.kit.Log;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StaticfileTest {
  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

  @Test
  void keysSwitchesAndTheTableOfStatuses_areRead() {
    var file = parse("---\nroot: 'public'  # where\nstatus_codes:\n  404: /404.html\n  \"503\": https://status.test/down\npushstate: enabled\nssi: off\nhome: made up\nenable_http2: true\n");
    assertThat(file.text("root")).isEqualTo("public");
    assertThat(file.statusCodes()).isEqualTo(Map.of(404, "/404.html", 503, "https://status.test/down"));
    assertThat(file.on("pushstate")).isTrue();
    assertThat(file.on("ssi")).isFalse();
    assertThat(file.on("directory")).isFalse();
    assertThat(shown.toString()).contains("'home'").contains("enable_http2 has no effect");
  }

  @Test
  void whatNginxWouldMisread_isRefused() {
    for (var bad : new String[] {"status_codes:\n  404: /x; return 200", "status_codes:\n  200: /x", "status_codes:\n  99999999999: /x", "just words", ": x", "status_codes:\n  404: \"/a b\""}) {
      assertThatThrownBy(() -> parse(bad)).as(bad).isInstanceOf(BuildFailure.class).hasMessageContaining("Staticfile");
    }
    assertThatThrownBy(() -> parse("ssi: perhaps").on("ssi")).isInstanceOf(BuildFailure.class).hasMessageContaining("ssi: perhaps");
  }

  private Staticfile parse(String text) {
    return Staticfile.parse(text, new Log(new PrintStream(shown)));
  }
}
