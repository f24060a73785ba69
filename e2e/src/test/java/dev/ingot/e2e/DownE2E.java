package dev.ingot.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Last: down leaves nothing, also when everything was killed before it could tidy up. */
@Order(100)
class DownE2E {
  private final TestPlatform platform = TestPlatform.get();

  @Test
  void purgeAfterKillOfEverything_leavesNothing() throws Exception {
    for (String process : new String[] {"supervisor", "cell-1", "router", "controller"}) {
      Commands.run("kill", "-9", String.valueOf(platform.process(process).pid())).mustSucceed();
    }

    Commands.Result down = platform.ingot(TestPlatform.ROOT, Duration.ofMinutes(3), "down", "--purge").mustSucceed();

    assertThat(down.output()).contains("Gone.");
    assertThat(MachineState.now().beyond(platform.before, platform.home)).isEmpty();
    assertThat(platform.home).doesNotExist();
  }
}
