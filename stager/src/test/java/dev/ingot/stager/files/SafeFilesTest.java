package dev.ingot.stager.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafeFilesTest {
  @TempDir Path dir;

  @Test
  void write_replacesALink_andLeavesWhatItLedTo() throws IOException {
    Path other = Files.writeString(dir.resolve("other"), "mine");
    Path file = Files.createSymbolicLink(dir.resolve("file"), other);
    SafeFiles.write(file, "new");
    assertThat(file).isRegularFile().hasContent("new");
    assertThat(Files.isSymbolicLink(file)).isFalse();
    assertThat(other).hasContent("mine");
  }

  /** Somebody puts a link in the place again and again between our steps: what it leads to must not change. */
  @Test
  void write_neverFollowsALinkThatIsPutThereMeanwhile() throws Exception {
    Path other = Files.writeString(dir.resolve("other"), "mine");
    Path file = dir.resolve("file");
    var over = new java.util.concurrent.atomic.AtomicBoolean();
    Thread hostile = Thread.ofPlatform().start(() -> {
      while (!over.get()) {
        try {
          Files.createSymbolicLink(file, other);
        } catch (IOException e) {
          // there is one, or our file
        }
      }
    });
    try {
      for (int i = 0; i < 3000; i++) {
        try {
          SafeFiles.write(file, "new");
        } catch (java.nio.file.FileAlreadyExistsException e) {
          // refused, as it should be
        }
        assertThat(Files.readString(other)).isEqualTo("mine");
      }
    } finally {
      over.set(true);
      hostile.join();
    }
  }

  @Test
  void read_refusesLinksAndWhatIsTooLarge() throws IOException {
    Path link = Files.createSymbolicLink(dir.resolve("link"), Path.of("/etc/hostname"));
    assertThatThrownBy(() -> SafeFiles.read(link)).hasMessageContaining("not a regular file");
    Path large = Files.write(dir.resolve("large"), new byte[11]);
    assertThatThrownBy(() -> SafeFiles.read(large, 10)).hasMessageContaining("larger than 10 bytes");
  }
}
