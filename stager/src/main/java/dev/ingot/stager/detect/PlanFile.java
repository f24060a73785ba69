package dev.ingot.stager.detect;

import dev.ingot.stager.files.Toml;
import dev.ingot.stager.plan.PlanResolver;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The build plan a detect wrote. Source: CNB buildpack spec, "Build Plan (TOML)". */
final class PlanFile {
  private PlanFile() {}

  /** The top-level option and then each `or`. */
  static List<PlanResolver.Option> read(Path file) throws IOException {
    var toml = Toml.read(file);
    var options = new ArrayList<PlanResolver.Option>();
    options.add(option(toml));
    for (var or : Toml.tables(toml, "or")) {
      options.add(option(or));
    }
    return options;
  }

  private static PlanResolver.Option option(Map<String, Object> table) throws IOException {
    var requires = new ArrayList<PlanResolver.Require>();
    for (var require : Toml.tables(table, "requires")) {
      if (require.containsKey("version")) {
        throw new IOException("the build plan has 'version' in a require; metadata.version is its place");
      }
      requires.add(new PlanResolver.Require(Toml.text(require, "name"), Toml.table(require, "metadata")));
    }
    return new PlanResolver.Option(Toml.tables(table, "provides").stream().map(p -> Toml.text(p, "name")).toList(), requires);
  }
}
