package dev.ingot.buildpacks.binary;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/** The header of a Linux program. @param machine number of the processor family, as of the ELF specification */
record Elf(int machine) {
  private static final int HEADER = 20;

  /** Empty when the file is no ELF file or a link. */
  static Optional<Elf> read(Path file) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    try (var in = Files.newInputStream(file)) {
      var bytes = in.readNBytes(HEADER);
      if (bytes.length < HEADER || bytes[0] != 0x7f || bytes[1] != 'E' || bytes[2] != 'L' || bytes[3] != 'F') {
        return Optional.empty();
      }
      var order = bytes[5] == 2 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
      return Optional.of(new Elf(Short.toUnsignedInt(ByteBuffer.wrap(bytes).order(order).getShort(18))));
    }
  }

  /** The processor's name as images say it. */
  String architecture() {
    return switch (machine) {
      case 62 -> "amd64";
      case 183 -> "arm64";
      case 40 -> "arm";
      case 3 -> "386";
      case 243 -> "riscv64";
      default -> "machine " + machine;
    };
  }
}
