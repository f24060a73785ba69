package dev.ingot.e2e.cf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/** What a run of cf gave, and what the test says to it. Only what {@link #ok} has seen counts as passed in the coverage. */
record CfResult(List<String> arguments, int status, String output) {
  /** It succeeded and the user read these words. */
  CfResult ok(String... words) {
    assertThat(status).as("%s%n%s", this, output).isZero();
    assertThat(output).as(toString()).contains(words);
    Coverage.passed(arguments);
    return this;
  }

  /** It succeeded: for what only prepares a test, does not count as tested. */
  CfResult done() {
    assertThat(status).as("%s%n%s", this, output).isZero();
    return this;
  }

  /** It failed and the user read these words. */
  CfResult refused(String... words) {
    assertThat(status).as("%s%n%s", this, output).isNotZero();
    assertThat(output).as(toString()).contains(words);
    Coverage.refused(arguments);
    return this;
  }

  /** It succeeded, and these words were not there. */
  CfResult without(String... words) {
    assertThat(output).as(toString()).doesNotContain(words);
    return this;
  }

  /** The line that begins with this, without it. */
  String line(String start) {
    return output.lines().map(String::strip).filter(line -> line.startsWith(start)).findFirst()
        .orElseThrow(() -> new AssertionError("no line '" + start + "' in\n" + output)).substring(start.length()).strip();
  }

  /** The row of a table whose first word is this. */
  String row(String first) {
    return output.lines().map(String::strip).filter(line -> line.split("\\s+")[0].equals(first)).findFirst()
        .orElseThrow(() -> new AssertionError("no row '" + first + "' in\n" + output));
  }

  @Override
  public String toString() {
    return "cf " + String.join(" ", arguments);
  }
}
