package dev.ingot.bench.export;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** An app directory as package managers leave it: many small text files of a limited vocabulary, some that do not compress. The same each time. */
final class AppTree {
  static final int FILES = 40_000;
  static final long BYTES = 300L << 20;
  private static final int PER_DIRECTORY = 20;
  private static final int WORDS = 4_000;

  private AppTree() {}

  static void write(Path root) throws IOException {
    Random random = new Random(42);
    byte[][] words = new byte[WORDS][];
    for (int i = 0; i < WORDS; i++) {
      words[i] = ((i % 7 == 0 ? "\n  " : " ") + Long.toString(Math.abs(random.nextLong()), 36).substring(0, 2 + random.nextInt(8))).getBytes(StandardCharsets.US_ASCII);
    }
    int size = (int) (BYTES / FILES);
    byte[] content = new byte[size];
    for (int i = 0; i < FILES; i++) {
      Path directory = root.resolve("node_modules/package-" + i / PER_DIRECTORY / 10).resolve("lib-" + i / PER_DIRECTORY % 10);
      if (i % PER_DIRECTORY == 0) {
        Files.createDirectories(directory);
      }
      if (i % 10 == 0) {
        random.nextBytes(content);
      } else {
        fill(content, words, random);
      }
      Files.write(directory.resolve("file-" + i + ".js"), content);
    }
  }

  private static void fill(byte[] content, byte[][] words, Random random) {
    int at = 0;
    while (at < content.length) {
      // as in real text, few words are most of it
      byte[] word = words[(int) (WORDS * Math.pow(random.nextDouble(), 3))];
      int n = Math.min(word.length, content.length - at);
      System.arraycopy(word, 0, content, at, n);
      at += n;
    }
  }
}
