package dev.ingot.router.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LiveCertificateTest {
  @TempDir Path directory;
  private int times;

  private void pair() throws IOException, InterruptedException {
    new ProcessBuilder("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", directory.resolve("new.key").toString(),
        "-out", directory.resolve("new.crt").toString(), "-subj", "/CN=localhost").redirectErrorStream(true).start().waitFor();
    put("new.key", "tls.key");
    put("new.crt", "tls.crt");
  }

  private void put(String from, String to) throws IOException {
    Files.setLastModifiedTime(directory.resolve(from), FileTime.from(Instant.EPOCH.plusSeconds(++times)));
    Files.move(directory.resolve(from), directory.resolve(to), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }

  @Test
  void changedPair_isTaken_andOneThatCannotBeUsedIsNot() throws Exception {
    pair();
    try (LiveCertificate live = new LiveCertificate(directory.resolve("tls.crt"), directory.resolve("tls.key"), Duration.ofMillis(20))) {
      SslContext first = live.get();
      pair();
      while (live.get() == first) {
        Thread.onSpinWait();
      }
      SslContext second = live.get();
      Files.writeString(directory.resolve("bad"), "no certificate");
      put("bad", "tls.crt");
      Files.delete(directory.resolve("tls.key"));
      assertThat(live.get()).isSameAs(second);
      pair();
      while (live.get() == second) {
        Thread.onSpinWait();
      }
      assertThat(live.get()).isNotSameAs(first);
    }
  }
}
