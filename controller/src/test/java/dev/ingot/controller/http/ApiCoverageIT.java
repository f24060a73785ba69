package dev.ingot.controller.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ingot.controller.http.Coverage.Operation;
import dev.ingot.controller.testing.ApiCalls;
import dev.ingot.controller.testing.RunningController;
import dev.ingot.controller.testing.TestClasses;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Makes docs/reference/api-coverage.md from what the other integration tests of this run called and from the mappings of the running controller.
 * A partial run makes target/api-coverage.md only. `-Ddocs.update=true` writes the page; CI demands that the
 * committed one says the same.
 */
@Order(Integer.MAX_VALUE)
class ApiCoverageIT {
  private static final Path PAGE = Path.of("..", "docs", "reference", "api-coverage.md");

  @Test
  void page_saysWhatTheTestsSaw() throws IOException {
    ApiCalls.write(Path.of("target", "api-calls", "calls.jsonl"));
    String page = new Coverage(operations(), reasons(), mapped(), ApiCalls.all()).page();
    Files.writeString(Path.of("target", "api-coverage.md"), page);
    assumeTrue(missing().isEmpty(), () -> "the page needs the calls of all integration tests; these did not run: " + missing());
    if (Boolean.getBoolean("docs.update")) {
      Files.writeString(PAGE, page);
    }
    if (System.getenv("CI") != null) {
      assertThat(Files.readString(PAGE)).as("the page says something else than this run saw; run `scripts/docs coverage`").isEqualTo(page);
    }
  }

  private static Set<String> mapped() {
    return RunningController.get().bean(RequestMappingHandlerMapping.class).getHandlerMethods().keySet().stream()
        .flatMap(info -> info.getPatternValues().stream()
            .flatMap(pattern -> info.getMethodsCondition().getMethods().stream().map(method -> Operation.shape(method.name(), pattern))))
        .collect(Collectors.toSet());
  }

  private static List<Operation> operations() throws IOException {
    return lines("/v3-operations.txt").stream().map(line -> line.split(" ")).map(part -> new Operation(part[0], part[1], part[2])).toList();
  }

  private static Map<String, String> reasons() throws IOException {
    var reasons = new HashMap<String, String>();
    for (String line : lines("/v3-partial.txt")) {
      var parts = line.split(" \\| ", 2);
      var call = parts[0].split(" ");
      reasons.put(Operation.shape(call[0], call[1]), parts[1]);
    }
    return reasons;
  }

  private static List<String> lines(String resource) throws IOException {
    try (InputStream in = ApiCoverageIT.class.getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().filter(line -> !line.startsWith("#") && !line.isBlank()).toList();
    }
  }

  private static List<String> missing() {
    Path classes = Path.of("target", "test-classes");
    try (var files = Files.walk(classes)) {
      return files.map(file -> classes.relativize(file).toString()).filter(file -> file.endsWith("IT.class") && !file.contains("$"))
          .map(file -> file.substring(0, file.length() - ".class".length()).replace('/', '.'))
          .filter(name -> !TestClasses.seen().contains(name)).sorted().toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
