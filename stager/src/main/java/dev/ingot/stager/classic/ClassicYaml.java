package dev.ingot.stager.classic;

import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/** YAML that buildpacks and apps wrote: plain values, bounded in size, depth and aliases. */
final class ClassicYaml {
  private static final int MAX_CHARACTERS = 1 << 20;
  private static final int MAX_DEPTH = 20;

  private ClassicYaml() {}

  /** The document as a map; an empty one for an empty document. @param what names it in the error */
  static Map<?, ?> map(String text, String what) throws IOException {
    Object value;
    try {
      value = new Yaml(new SafeConstructor(options())).load(text);
    } catch (MarkedYAMLException e) {
      String where = e.getProblemMark() == null ? "" : " in line " + (e.getProblemMark().getLine() + 1);
      throw new IOException(what + " is not valid YAML: " + e.getProblem() + where);
    } catch (YAMLException | StackOverflowError | ClassCastException | IllegalArgumentException e) {
      throw new IOException(what + " is not valid YAML: " + e.getMessage());
    }
    if (value == null) {
      return Map.of();
    }
    if (!(value instanceof Map<?, ?> map)) {
      throw new IOException(what + " is not a YAML map (name: value)");
    }
    return map;
  }

  private static LoaderOptions options() {
    var options = new LoaderOptions();
    options.setMaxAliasesForCollections(20);
    options.setAllowRecursiveKeys(false);
    options.setNestingDepthLimit(MAX_DEPTH);
    options.setCodePointLimit(MAX_CHARACTERS);
    return options;
  }

  /** A scalar as text; "" for null and for what is no scalar. */
  static String text(@Nullable Object value) {
    return value == null || value instanceof Map || value instanceof Iterable ? "" : value.toString();
  }
}
