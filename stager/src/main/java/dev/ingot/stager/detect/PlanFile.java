package dev.ingot.stager.detect;

import dev.ingot.stager.files.Toml;
import dev.ingot.stager.plan.PlanResolver;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The build plan a detect wrote. Source: CNB buildpack spec, "Build Plan (TOML)"; buildpacks-and-images.md §1.4. */
final class PlanFile {
  /** A plan that offers and wants nothing. */
  static final PlanResolver.Option NOTHING = new PlanResolver.Option(List.of(), List.of());
  private static final int MAX_NAMES = 1000;
  /** Longest name, characters. */
  private static final int MAX_NAME = 1000;

  private PlanFile() {}

  /**
   * The top-level option and then each `or`.
   *
   * @param extension an image extension, which may not require anything
   * @throws IOException saying what is wrong with it
   */
  static List<PlanResolver.Option> read(Path file, boolean extension) throws IOException {
    var toml = Toml.read(file);
    var options = new ArrayList<PlanResolver.Option>();
    options.add(option(toml));
    for (var or : Toml.tables(toml, "or")) {
      options.add(option(or));
    }
    if (extension && options.stream().anyMatch(option -> !option.requires().isEmpty())) {
      throw new IOException("an image extension may provide, but not require");
    }
    if (options.stream().mapToInt(o -> o.provides().size() + o.requires().size()).sum() > MAX_NAMES || options.size() > MAX_NAMES) {
      throw new IOException("it has more than " + MAX_NAMES + " names");
    }
    return options;
  }

  private static PlanResolver.Option option(Map<String, Object> table) throws IOException {
    var requires = new ArrayList<PlanResolver.Require>();
    for (var require : Toml.tables(table, "requires")) {
      if (require.containsKey("version")) {
        throw new IOException("it has 'version' in a require; metadata.version is its place");
      }
      requires.add(new PlanResolver.Require(name(require, "requires"), Toml.table(require, "metadata")));
    }
    var provides = new ArrayList<String>();
    for (var provide : Toml.tables(table, "provides")) {
      provides.add(name(provide, "provides"));
    }
    return new PlanResolver.Option(provides, requires);
  }

  private static String name(Map<String, Object> table, String where) throws IOException {
    String name = Toml.text(table, "name");
    if (name.isEmpty()) {
      throw new IOException("it has an entry without name in '" + where + "'");
    }
    if (name.length() > MAX_NAME) {
      throw new IOException("it has a name of more than " + MAX_NAME + " characters in '" + where + "'");
    }
    return name;
  }
}
