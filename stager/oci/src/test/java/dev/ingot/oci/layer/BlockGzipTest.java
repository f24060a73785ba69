package dev.ingot.oci.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlockGzipTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 512 * 1024 - 1, 512 * 1024, 512 * 1024 + 1, 5_000_000})
  void content_comesBackWhateverItsSize(int size) throws IOException {
    byte[] content = content(size);
    assertThat(gunzip(gzip(content, 8192))).isEqualTo(content);
  }

  @Test
  void bytes_dependOnTheContentAlone() throws IOException {
    byte[] content = content(3_000_000);
    assertThat(gzip(content, 1_000_000)).isEqualTo(gzip(content, 777));
  }

  @Test
  void randomBytes_growOnlyALittle() throws IOException {
    byte[] content = new byte[2_000_000];
    new Random(1).nextBytes(content);
    byte[] zipped = gzip(content, 8192);
    assertThat(gunzip(zipped)).isEqualTo(content);
    assertThat(zipped.length).isLessThan(2_002_000);
  }

  @Test
  void whatIsCompressedAlready_isCopied_andTheRestStillCompressed() throws IOException {
    byte[] content = new byte[3 << 20];
    new Random(1).nextBytes(content);
    byte[] text = "some words that come again and again, as in source code\n".getBytes();
    for (int i = 1 << 20; i < 2 << 20; i++) {
      content[i] = text[i % text.length];
    }
    byte[] zipped = gzip(content, 8192);
    assertThat(gunzip(zipped)).isEqualTo(content);
    assertThat(zipped.length).isBetween(2 << 20, (2 << 20) + 20_000);
  }

  @Test
  void streamThatIsNotFinished_isNoWholeGzip() throws IOException {
    var out = new ByteArrayOutputStream();
    try (var gzip = new BlockGzip(out)) {
      gzip.write(content(2_000_000));
    }
    assertThatThrownBy(() -> gunzip(out.toByteArray())).isInstanceOf(IOException.class);
  }

  @Test
  void fullDisk_isToldToTheWriter() {
    var full = new OutputStream() {
      private int room = 1000;

      @Override
      public void write(int b) throws IOException {
        if (room-- == 0) {
          throw new IOException("no space left");
        }
      }
    };
    assertThatThrownBy(() -> {
      try (var gzip = new BlockGzip(full)) {
        gzip.write(content(5_000_000));
        gzip.finish();
      }
    }).hasMessage("no space left");
  }

  private static byte[] content(int size) {
    var random = new Random(size);
    byte[] content = new byte[size];
    for (int i = 0; i < size; i++) {
      content[i] = (byte) (i % 7 == 0 ? random.nextInt() : i / 1000);
    }
    return content;
  }

  private static byte[] gzip(byte[] content, int piece) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var gzip = new BlockGzip(out)) {
      for (int i = 0; i < content.length; i += piece) {
        gzip.write(content, i, Math.min(piece, content.length - i));
      }
      gzip.finish();
    }
    return out.toByteArray();
  }

  private static byte[] gunzip(byte[] bytes) throws IOException {
    try (var in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return in.readAllBytes();
    }
  }
}
