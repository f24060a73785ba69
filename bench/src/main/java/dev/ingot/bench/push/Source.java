package dev.ingot.bench.push;

import dev.ingot.bench.BenchFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The app's source with the one line that is changed. */
record Source(Path directory) {
  private static final String MESSAGE = "Hello from Ingot";

  /** Changes one line so that the answer tells; the text to wait for. */
  String change(String word) throws IOException {
    Path file = directory.resolve("server.js");
    String code = Files.readString(file);
    String changed = code.replaceFirst(MESSAGE + "[^']*", MESSAGE + " " + word);
    if (changed.equals(code)) {
      throw new BenchFailure("samples/nodejs-express/server.js has no line with '" + MESSAGE + "' to change");
    }
    Files.writeString(file, changed);
    return MESSAGE + " " + word;
  }
}
