package dev.ingot.controller.log;

import com.google.protobuf.ByteString;
import dev.ingot.api.cell.v1.LogLine;
import dev.ingot.api.cell.v1.LogStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * How much of an app's log was dropped because it was full.
 *
 * @param until time of the last line that went, epoch nanoseconds
 */
record Dropped(long lines, long bytes, long until) {
  private static final Dropped NOTHING = new Dropped(0, 0, 0);
  private static final String FILE = "dropped";

  /** What the folder says; nothing when it says nothing, or nothing readable. */
  static Dropped read(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    if (!Files.exists(file)) {
      return NOTHING;
    }
    String[] numbers = Files.readString(file).strip().split(" ");
    try {
      return new Dropped(Long.parseLong(numbers[0]), Long.parseLong(numbers[1]), Long.parseLong(numbers[2]));
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
      return NOTHING;
    }
  }

  static void forget(Path folder) throws IOException {
    Files.deleteIfExists(folder.resolve(FILE));
    Files.deleteIfExists(folder.resolve(FILE + ".new"));
  }

  void write(Path folder) throws IOException {
    Path fresh = Files.writeString(folder.resolve(FILE + ".new"), lines + " " + bytes + " " + until + "\n");
    Files.move(fresh, folder.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
  }

  Dropped plus(long moreLines, long moreBytes, long last) {
    return new Dropped(lines + moreLines, bytes + moreBytes, last);
  }

  /** The line that stands where the dropped ones stood. @param budget bytes kept of an app's log */
  LogLine marker(String appGuid, long budget) {
    return LogLine.newBuilder().setAppGuid(appGuid).setSourceType("LGR").setInstanceId("0").setStream(LogStream.ERR).setTimestampNanos(until)
        .setPayload(ByteString.copyFromUtf8(lines + " older log lines (" + size(bytes) + ") were dropped: " + size(budget) + " of log are kept for an app"))
        .build();
  }

  private static String size(long bytes) {
    return bytes >= 1 << 20 ? (bytes >> 20) + " MB" : (bytes >> 10) + " KB";
  }
}
