package dev.ingot.cli.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.api.client.Tokens;
import dev.ingot.cli.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TargetFileTest {
  @TempDir
  private Path directory;

  @Test
  void whatIsWritten_isReadAgain_byItsOwnerOnly() throws Exception {
    Path path = directory.resolve("a/b/target.json");
    Target target = new Target("http://localhost:8080", new Target.Named("g1", "org"), null, new Tokens("a", "r", Instant.EPOCH), true);

    new TargetFile(path).write(target);

    assertThat(new TargetFile(path).read()).contains(target);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path))).isEqualTo("rw-------");
    assertThat(Files.list(path.getParent())).hasSize(1);
  }

  @Test
  void missingFile_isNoTarget() {
    assertThat(new TargetFile(directory.resolve("none.json")).read()).isEmpty();
  }

  @Test
  void brokenFile_saysWhatToDo() throws Exception {
    Path path = Files.writeString(directory.resolve("target.json"), "{\"api\":");

    assertThatThrownBy(() -> new TargetFile(path).read()).isInstanceOf(Failure.class).hasMessageContaining("ingot login");
  }
}
