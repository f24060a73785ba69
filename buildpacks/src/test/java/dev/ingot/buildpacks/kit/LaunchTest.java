package dev.ingot.buildpacks.kit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LaunchTest {
  @ParameterizedTest
  @ValueSource(strings = {"./server", "node server.js --port=$PORT", "gunicorn app:app -b 0.0.0.0:${PORT:-8080}", "java -jar 'my app.jar'", "run \"$HOME/x y\""})
  void oneCommand_takesTheShellsPlace(String line) {
    assertThat(Launch.replacingShell(line)).isEqualTo("exec " + line);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cd x && ./server", "A=b ./server", "exec ./server", "a | b", "a; b", "a &", "a > /dev/null", "if true; then a; fi", "echo $(date)", "echo `date`", "a \"$(b)\"", "source x", ". ./env", "(a)"})
  void anythingElse_isLeftToTheShell(String line) {
    assertThat(Launch.replacingShell(line)).isEqualTo(line);
  }
}
