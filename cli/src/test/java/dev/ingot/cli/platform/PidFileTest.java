package dev.ingot.cli.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PidFileTest {
  @TempDir
  private Path directory;

  @Test
  void livingProcess_isFound() throws Exception {
    PidFile.write(directory.resolve("p"), ProcessHandle.current());

    assertThat(PidFile.read(directory.resolve("p"))).contains(ProcessHandle.current());
  }

  @Test
  void laterProcessWithTheSamePid_isNotOurs() throws Exception {
    Files.writeString(directory.resolve("p"), ProcessHandle.current().pid() + " 12345");

    assertThat(PidFile.read(directory.resolve("p"))).isEmpty();
  }

  @Test
  void endedProcess_tornFile_noFile_areNobody() throws Exception {
    Process process = new ProcessBuilder("true").start();
    PidFile.write(directory.resolve("ended"), process.toHandle());
    process.waitFor();
    Files.writeString(directory.resolve("torn"), "12");
    Files.writeString(directory.resolve("empty"), "");

    for (String name : new String[] {"ended", "torn", "empty", "missing"}) {
      assertThat(PidFile.read(directory.resolve(name))).as(name).isEmpty();
    }
  }
}
