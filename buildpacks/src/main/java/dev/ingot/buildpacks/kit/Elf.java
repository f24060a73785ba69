package dev.ingot.buildpacks.kit;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What the header of a Linux program says. Source: ELF specification, "ELF Header", "Program Header".
 *
 * @param machine number of the processor family
 * @param isStatic no other file is needed to run it: it asks for no program interpreter, which would load its libraries
 */
public record Elf(int machine, boolean isStatic) {
  private static final int HEADER = 64;
  private static final int NEEDED = 20;
  private static final int INTERPRETER = 3;
  private static final int MAX_SEGMENTS = 1000;

  /** Empty when the file is no ELF file, a broken one or a link. */
  public static Optional<Elf> read(Path file) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) < NEEDED) {
      return Optional.empty();
    }
    try (var in = new RandomAccessFile(file.toFile(), "r")) {
      var bytes = new byte[HEADER];
      in.readFully(bytes, 0, (int) Math.min(HEADER, in.length()));
      if (bytes[0] != 0x7f || bytes[1] != 'E' || bytes[2] != 'L' || bytes[3] != 'F') {
        return Optional.empty();
      }
      var header = ByteBuffer.wrap(bytes).order(bytes[5] == 2 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
      boolean wide = bytes[4] == 2;
      long table = wide ? header.getLong(32) : Integer.toUnsignedLong(header.getInt(28));
      int size = Short.toUnsignedInt(header.getShort(wide ? 54 : 42));
      int count = Short.toUnsignedInt(header.getShort(wide ? 56 : 44));
      return Optional.of(new Elf(Short.toUnsignedInt(header.getShort(18)), count > 0 && !hasInterpreter(in, header.order(), table, size, count)));
    }
  }

  /** True as well for what cannot be read: nobody may rely on it then. */
  private static boolean hasInterpreter(RandomAccessFile in, ByteOrder order, long table, int size, int count) throws IOException {
    if (count > MAX_SEGMENTS || table < 0 || size < 4 || table > in.length() - (long) size * count) {
      return true;
    }
    var segment = new byte[4];
    for (int i = 0; i < count; i++) {
      in.seek(table + (long) size * i);
      in.readFully(segment);
      if (ByteBuffer.wrap(segment).order(order).getInt() == INTERPRETER) {
        return true;
      }
    }
    return false;
  }

  /** The processor's name as images say it. */
  public String architecture() {
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
