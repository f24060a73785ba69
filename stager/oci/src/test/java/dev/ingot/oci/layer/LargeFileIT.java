package dev.ingot.oci.layer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.FutureTask;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A file that no memory and no 32-bit number holds: 5 GB, of which the disk has a few blocks. */
@Timeout(300)
class LargeFileIT {
  private static final long SIZE = 5_000_000_000L;

  @TempDir Path dir;

  @Test
  void fiveGigabytes_goThroughWhole_andAreReadBackByAnotherReader() throws Exception {
    Path file = dir.resolve("big");
    try (var sparse = new java.io.RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(SIZE);
      sparse.seek(SIZE - 4);
      sparse.writeBytes("tail");
    }
    assertThat((Long) Files.getAttribute(file, "unix:size")).isEqualTo(SIZE);
    var pipe = new PipedInputStream(1 << 20);
    var out = new PipedOutputStream(pipe);
    var writing = new FutureTask<>(() -> write(out));
    Thread.ofPlatform().start(writing);
    long size;
    var tail = new StringBuilder();
    try (var in = new TarArchiveInputStream(pipe)) {
      in.getNextEntry();
      size = in.getNextEntry().getSize();
      byte[] buffer = new byte[1 << 20];
      long read = 0;
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        read += n;
        if (read > SIZE - 4) {
          tail.append(new String(buffer, 0, n).replace("\0", ""));
        }
      }
      assertThat(read).isEqualTo(SIZE);
      assertThat(in.getNextEntry()).isNull();
      pipe.transferTo(java.io.OutputStream.nullOutputStream());
    }
    assertThat(size).isEqualTo(SIZE);
    assertThat(tail).hasToString("tail");
    assertThat(writing.get().tarSize()).isGreaterThan(SIZE).isLessThan(SIZE + 4096);
  }

  private Layer write(PipedOutputStream out) throws IOException {
    try (var tar = LayerTarWriter.plain(out)) {
      tar.tree(dir, "/app", new Owner(2000, 2000));
      return tar.finish();
    }
  }
}
