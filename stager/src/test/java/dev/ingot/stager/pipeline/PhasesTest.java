package dev.ingot.stager.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.stager.files.StageException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PhasesTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  @Test
  void phaseOverItsLimit_isInterruptedAndNamed() {
    var phases = new Phases(LONG);
    var interrupted = new CountDownLatch(1);
    // on a busy machine the time may be over before the work begins
    var begun = new CountDownLatch(1);
    assertThatThrownBy(() -> phases.run("detect", Duration.ofMillis(20), () -> {
      begun.countDown();
      return waitForEver(interrupted);
    }))
        .isInstanceOfSatisfying(StageException.class, e -> assertThat(e.code()).isEqualTo("StagingTimeExpired")).hasMessageContaining("detect");
    assertThat(interrupted.getCount()).isEqualTo(begun.getCount());
    assertThat(phases.current()).isEqualTo("detect");
  }

  @Test
  void wholeTime_limitsEveryPhase() {
    var phases = new Phases(Duration.ofMillis(20));
    assertThatThrownBy(() -> phases.run("build", LONG, () -> waitForEver(new CountDownLatch(1)))).hasMessageContaining("phase build was not finished");
    assertThat(phases.left()).isLessThanOrEqualTo(Duration.ofMillis(1));
  }

  @Test
  void cancelledStaging_interruptsItsPhase() throws InterruptedException {
    var started = new CountDownLatch(1);
    var interrupted = new CountDownLatch(1);
    var seen = new AtomicReference<Throwable>();
    Thread staging = Thread.ofVirtual().start(() -> {
      try {
        new Phases(LONG).run("build", LONG, () -> {
          started.countDown();
          return waitForEver(interrupted);
        });
      } catch (StageException | InterruptedException e) {
        seen.set(e);
      }
    });
    started.await();
    staging.interrupt();
    staging.join();
    interrupted.await();
    assertThat(seen.get()).isInstanceOf(InterruptedException.class);
  }

  @Test
  void failureKeepsItsWords_andTimesAreTold() throws StageException, InterruptedException {
    var phases = new Phases(LONG);
    phases.run("prepare", LONG, () -> 1);
    assertThatThrownBy(() -> phases.run("export", LONG, () -> {
      throw new IOException("no space left");
    })).isInstanceOf(StageException.class).hasMessage("no space left");
    phases.run("prepare", LONG, () -> 1);
    assertThat(phases.timings()).extracting(t -> t.getPhase()).containsExactly("prepare", "export", "prepare");
    assertThat(phases.summary()).matches("Staged in \\d+\\.\\d s: prepare \\d+\\.\\d, export \\d+\\.\\d");
  }

  private static int waitForEver(CountDownLatch interrupted) throws InterruptedException {
    try {
      new CountDownLatch(1).await();
      return 0;
    } catch (InterruptedException e) {
      interrupted.countDown();
      throw e;
    }
  }
}
