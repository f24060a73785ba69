package dev.ingot.controller.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;

/** docs/reference/api.md promises no operation that is not there; scripts/docs rewrites it with all that are. */
class ApiReferenceTest {
  private static final Path PAGE = Path.of("..", "docs", "reference", "api.md");

  @Test
  void page_promisesNothingThatIsNotThere() throws Exception {
    TreeSet<String> operations = operations();
    if (Boolean.getBoolean("docs.update")) {
      write(operations);
    }
    List<String> promised = Files.readAllLines(PAGE).stream().filter(line -> line.startsWith("    ")).map(String::strip).toList();
    assertThat(operations).as("run scripts/docs after removing an endpoint").hasSizeGreaterThan(50).containsAll(promised);
  }

  private static TreeSet<String> operations() throws ClassNotFoundException {
    ClassPathScanningCandidateComponentProvider scan = new ClassPathScanningCandidateComponentProvider(false);
    scan.addIncludeFilter(new AnnotationTypeFilter(Controller.class));
    TreeSet<String> operations = new TreeSet<>();
    for (var bean : scan.findCandidateComponents("dev.ingot")) {
      Class<?> type = Class.forName(bean.getBeanClassName());
      RequestMapping above = AnnotatedElementUtils.findMergedAnnotation(type, RequestMapping.class);
      for (Method method : type.getDeclaredMethods()) {
        RequestMapping mapping = AnnotatedElementUtils.findMergedAnnotation(method, RequestMapping.class);
        if (mapping != null) {
          prefixes(above).forEach(prefix -> names(mapping, prefix, operations));
        }
      }
    }
    return operations;
  }

  private static Stream<String> prefixes(RequestMapping above) {
    return above == null || above.path().length == 0 ? Stream.of("") : Arrays.stream(above.path());
  }

  private static void names(RequestMapping mapping, String prefix, TreeSet<String> operations) {
    List<String> paths = mapping.path().length == 0 ? List.of("") : List.of(mapping.path());
    List<String> methods = mapping.method().length == 0 ? List.of("*") : Arrays.stream(mapping.method()).map(RequestMethod::name).toList();
    // Spring's own error path is no operation.
    paths.stream().filter(path -> !path.contains("$")).forEach(path -> methods.forEach(method -> operations.add((prefix + path).replaceAll("^$", "/") + "  " + method)));
  }

  private static void write(TreeSet<String> operations) throws IOException {
    StringBuilder page = new StringBuilder("""
        # Operations of the controller

        Generated from the controller's mappings by `scripts/docs`: `path  method`. The shapes are those of the CF API v3, UAA and log-cache; what differs is in
        [known differences](../known-differences-with-cf.md). The registry (`/v2/…`) and git (`/git/…`) speak their own protocols and may not be listed one by one.

        """);
    operations.forEach(operation -> page.append("    ").append(operation).append('\n'));
    Files.writeString(PAGE, page);
  }
}
