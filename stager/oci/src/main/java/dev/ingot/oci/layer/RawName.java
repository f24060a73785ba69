package dev.ingot.oci.layer;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * File names as bytes. A *raw name* is a string with one character (0-255) per byte, so that names that are not UTF-8, and any name in
 * a JVM started without a UTF-8 locale, survive the way between a tar header and the file system.
 */
public final class RawName {
  private static final boolean UTF8_LOCALE = "UTF-8".equals(System.getProperty("sun.jnu.encoding"));

  private RawName() {}

  /** The raw name of a path as it is, absolute or relative. */
  public static String of(Path path) {
    String text = path.toString();
    if (isAscii(text)) {
      return text;
    }
    if (UTF8_LOCALE && text.indexOf('\uFFFD') < 0) {
      return ofUtf8(text);
    }
    // Only the URI of a path keeps bytes that the locale cannot decode (buildpacks-and-images.md §6.4).
    Path absolute = path.isAbsolute() ? path : Path.of("/").resolve(path);
    String raw = percentDecode(absolute.toUri().getRawPath());
    if (raw.length() > 1 && raw.endsWith("/")) {
      raw = raw.substring(0, raw.length() - 1);
    }
    return path.isAbsolute() ? raw : raw.substring(1);
  }

  /** The path of a raw name; it must be neither empty nor contain NUL. */
  public static Path toPath(String raw) {
    if (isAscii(raw)) {
      return Path.of(raw);
    }
    if (UTF8_LOCALE) {
      String text = decodeUtf8(raw);
      if (text != null) {
        return Path.of(text);
      }
    }
    boolean absolute = raw.startsWith("/");
    Path path = Path.of(URI.create("file://" + percentEncode(absolute ? raw : "/" + raw)));
    return absolute ? path : path.subpath(0, path.getNameCount());
  }

  /** The raw name of text, by its UTF-8 bytes. */
  public static String ofUtf8(String text) {
    return isAscii(text) ? text : new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  /** For people: decoded as UTF-8, other bytes as U+FFFD, control characters as `?`. */
  public static String display(String raw) {
    String text = new String(bytes(raw), StandardCharsets.UTF_8).replaceAll("\\p{Cntrl}", "?");
    return text.length() > 200 ? text.substring(0, 200) + "…" : text;
  }

  static byte[] bytes(String raw) {
    return raw.getBytes(StandardCharsets.ISO_8859_1);
  }

  static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }

  private static @org.jspecify.annotations.Nullable String decodeUtf8(String raw) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes(raw))).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  private static String percentDecode(String text) {
    var raw = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%') {
        raw.append((char) Integer.parseInt(text, i + 1, i + 3, 16));
        i += 2;
      } else {
        raw.append(c);
      }
    }
    return raw.toString();
  }

  private static String percentEncode(String raw) {
    var text = new StringBuilder(raw.length() * 2);
    for (byte b : bytes(raw)) {
      if (b == '/' || b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9') {
        text.append((char) b);
      } else {
        text.append('%').append(String.format("%02X", b & 0xff));
      }
    }
    return text.toString();
  }
}
