package dev.ingot.controller.packages.archive;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Names inside an archive: relative paths with `/`, UTF-8, without `..`. */
final class EntryName {
  private static final int MAX_PATH_BYTES = 4096;
  private static final int MAX_SEGMENT_BYTES = 255;

  private EntryName() {}

  /**
   * The name without `.` and empty segments; empty for the root itself.
   *
   * @throws ArchiveException for a name that is absolute, leaves the root, is too long or holds control characters
   */
  static String normal(String name) {
    if (name.startsWith("/")) {
      throw new ArchiveException("entry " + shown(name) + " has an absolute name; names must be relative to the app's root");
    }
    List<String> segments = new ArrayList<>();
    for (String segment : name.split("/")) {
      if (segment.equals("..")) {
        throw new ArchiveException("entry " + shown(name) + " leaves the app's root with '..'");
      }
      if (!segment.isEmpty() && !segment.equals(".")) {
        segments.add(checked(segment, name));
      }
    }
    String normal = String.join("/", segments);
    if (normal.getBytes(StandardCharsets.UTF_8).length > MAX_PATH_BYTES) {
      throw new ArchiveException("entry " + shown(name) + " has a name of more than " + MAX_PATH_BYTES + " bytes");
    }
    return normal;
  }

  /** The bytes as UTF-8. @throws ArchiveException when they are something else */
  static String utf8(byte[] raw, String lossyName) {
    try {
      return StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT).decode(ByteBuffer.wrap(raw)).toString();
    } catch (CharacterCodingException e) {
      throw new ArchiveException("entry " + shown(lossyName) + " has a name that is not UTF-8; zip the app with UTF-8 names", e);
    }
  }

  /** The name in quotes, shortened and without control characters, for messages. */
  static String shown(String name) {
    String visible = name.codePoints().limit(120).map(c -> Character.isISOControl(c) ? '?' : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
    return "'" + visible + (visible.length() < name.length() ? "…" : "") + "'";
  }

  private static String checked(String segment, String name) {
    if (segment.codePoints().anyMatch(Character::isISOControl)) {
      throw new ArchiveException("entry " + shown(name) + " has control characters in its name");
    }
    if (segment.getBytes(StandardCharsets.UTF_8).length > MAX_SEGMENT_BYTES) {
      throw new ArchiveException("entry " + shown(name) + " has a file name of more than " + MAX_SEGMENT_BYTES + " bytes");
    }
    return segment;
  }
}
