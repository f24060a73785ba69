package dev.ingot.api.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.function.Predicate;

/** Reads server-sent events (WHATWG HTML, "Server-sent events"): the data of each event; names and ids are passed over. A
 * comment, which servers send to keep the connection alive, is told as an empty text. */
final class EventReader {
  /** Characters of one event, at most; what is longer is cut. */
  static final int MAX_EVENT = 1 << 20;

  private final BufferedReader lines;

  EventReader(BufferedReader lines) {
    this.lines = lines;
  }

  void forEach(Predicate<String> more) throws IOException {
    StringBuilder data = new StringBuilder();
    boolean any = false;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.isEmpty()) {
        if (any && !more.test(data.toString())) {
          return;
        }
        data.setLength(0);
        any = false;
      } else if (line.startsWith(":") && !any) {
        if (!more.test("")) {
          return;
        }
      } else if (line.startsWith("data:")) {
        data.append(any ? "\n" : "").append(line, line.startsWith("data: ") ? 6 : 5, line.length());
        data.setLength(Math.min(data.length(), MAX_EVENT));
        any = true;
      }
    }
  }
}
