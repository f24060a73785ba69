package dev.ingot.controller.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.json.JsonMapper;

/** Every request the tests of this JVM made through {@link Http}, each kind once: what docs/reference/api-coverage.md is made from. */
public final class ApiCalls {
  private static final int MAX_PATH = 300;
  private static final Set<Call> CALLS = ConcurrentHashMap.newKeySet();

  private ApiCalls() {}

  /**
   * One kind of call.
   *
   * @param path without the query
   * @param who `anonymous`, `admin`, `cell`, `user` (no role known), a role type or a scope
   * @param test the class that made it
   */
  public record Call(String method, String path, int status, String who, String test) {
    /** Whether the caller sees everything that is there, so that a 404 means: it is not there. */
    public boolean seesAll() {
      return who.startsWith("admin") || who.equals("global_auditor");
    }
  }

  static void record(String method, String target, int status, String who) {
    String path = target.split("[?#]", 2)[0];
    CALLS.add(new Call(method, path.substring(0, Math.min(path.length(), MAX_PATH)), status, who, TestClasses.current()));
  }

  /** All until now. */
  public static Set<Call> all() {
    return Set.copyOf(CALLS);
  }

  /** Writes them, one JSON object a line. */
  public static void write(Path file) throws IOException {
    var json = new JsonMapper();
    List<String> lines = CALLS.stream().map(json::writeValueAsString).sorted().toList();
    Files.createDirectories(file.getParent());
    Files.write(file, lines);
  }
}
