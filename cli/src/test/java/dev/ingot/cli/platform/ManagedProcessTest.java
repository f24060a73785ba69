package dev.ingot.cli.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManagedProcessTest {
  @TempDir
  private Path home;
  private Platform platform;
  private ManagedProcess process;

  @BeforeEach
  void layOut() throws Exception {
    platform = new Platform(home);
    Files.createDirectories(home.resolve("run"));
    Files.createDirectories(home.resolve("log"));
    process = new ManagedProcess(platform, "sleeper", () -> new ServiceCommand(List.of("sleep", "100"), Map.of()));
  }

  @AfterEach
  void stop() {
    process.stop();
  }

  @Test
  void killedProcess_isStartedAgain() throws Exception {
    process.start();
    ProcessHandle first = await(Optional.empty());
    first.destroyForcibly();

    assertThat(await(Optional.of(first)).pid()).isNotEqualTo(first.pid());
  }

  @Test
  void runningProcess_isAdoptedNotDoubled() throws Exception {
    Process already = new ProcessBuilder("sleep", "100").start();
    PidFile.write(platform.pidFile("sleeper"), already.toHandle());

    process.start();
    Thread.sleep(Duration.ofMillis(200));

    assertThat(PidFile.read(platform.pidFile("sleeper"))).contains(already.toHandle());
    process.stop();
    assertThat(already.waitFor(Duration.ofSeconds(5))).isTrue();
  }

  @Test
  void stoppedProcess_staysDown() throws Exception {
    process.start();
    ProcessHandle running = await(Optional.empty());
    process.stop();

    assertThat(running.isAlive()).isFalse();
    Thread.sleep(Duration.ofMillis(400));
    assertThat(PidFile.read(platform.pidFile("sleeper"))).isEmpty();
  }

  private ProcessHandle await(Optional<ProcessHandle> other) throws Exception {
    Instant deadline = Instant.now().plusSeconds(10);
    while (Instant.now().isBefore(deadline)) {
      Optional<ProcessHandle> found = PidFile.read(platform.pidFile("sleeper"));
      if (found.isPresent() && !found.equals(other)) {
        return found.get();
      }
      Thread.sleep(Duration.ofMillis(20));
    }
    throw new AssertionError("no process within 10 s");
  }
}
