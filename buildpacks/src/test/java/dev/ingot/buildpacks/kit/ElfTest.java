package dev.ingot.buildpacks.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ElfTest {
  @TempDir Path dir;

  @Test
  void programThatNamesALoader_isNotStatic() throws IOException {
    assertThat(Elf.read(program(64, 1, 2, 6)).orElseThrow()).isEqualTo(new Elf(62, true));
    assertThat(Elf.read(program(64, 6, 3)).orElseThrow().isStatic()).isFalse();
    assertThat(Elf.read(Path.of(System.getProperty("java.home"), "bin/java")).orElseThrow().isStatic()).isFalse();
  }

  @Test
  void brokenProgram_isNotReliedOn() throws IOException {
    assertThat(Elf.read(program(Long.MAX_VALUE, 1)).orElseThrow().isStatic()).as("its table lies behind its end").isFalse();
    assertThat(Elf.read(program(-1, 1)).orElseThrow().isStatic()).isFalse();
    assertThat(Elf.read(program(64)).orElseThrow().isStatic()).as("an object, no program").isFalse();
    assertThat(Elf.read(Files.write(dir.resolve("short"), new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 62, 0})).orElseThrow().isStatic()).isFalse();
    assertThat(Elf.read(Files.writeString(dir.resolve("script"), "#!/bin/sh\necho 'not a program of this kind at all, and long enough to be one'\n"))).isEmpty();
    assertThat(Elf.read(dir)).isEmpty();
    assertThat(Elf.read(Files.createSymbolicLink(dir.resolve("link"), program(64, 1)))).isEmpty();
  }

  /** A header with a table of segments of these types. */
  private Path program(long table, int... segments) throws IOException {
    var bytes = ByteBuffer.allocate(64 + 56 * segments.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(0, new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1}).putShort(16, (short) 2).putShort(18, (short) 62).putLong(32, table).putShort(54, (short) 56)
        .putShort(56, (short) segments.length);
    for (int i = 0; i < segments.length; i++) {
      bytes.putInt(64 + 56 * i, segments[i]);
    }
    return Files.write(dir.resolve("program"), bytes.array());
  }
}
