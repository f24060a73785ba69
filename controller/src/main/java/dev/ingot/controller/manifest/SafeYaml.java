package dev.ingot.controller.manifest;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/** YAML 1.1 of plain values from people we do not trust: no types, no loops, and no aliases that grow into more than they say. */
public final class SafeYaml {
  private static final int MAX_CHARACTERS = 1 << 20;
  private static final int MAX_NODES = 50_000;
  private static final int MAX_DEPTH = 40;
  private static final int MAX_ALIASES = 200;

  private SafeYaml() {}

  /**
   * The one document, as maps, lists, strings, numbers, booleans and null.
   *
   * @throws ManifestException when it is not YAML, larger than 1 MiB of characters, deeper than 40, or grows to more than 50,000 values
   */
  public static @Nullable Object read(String text) {
    if (text.length() > MAX_CHARACTERS) {
      throw refused("it is larger than " + MAX_CHARACTERS + " characters");
    }
    try {
      Object document = yaml().load(text);
      count(document, 0, new int[1]);
      return document;
    } catch (MarkedYAMLException e) {
      String where = e.getProblemMark() == null ? "" : " in line " + (e.getProblemMark().getLine() + 1);
      throw refused(e.getProblem() + where);
    } catch (YAMLException e) {
      throw refused(String.valueOf(e.getMessage()));
    } catch (StackOverflowError | ClassCastException | IllegalArgumentException e) {
      throw refused("its structure cannot be read");
    }
  }

  /** Block style, strings quoted where another reader would take them for something else. */
  public static String write(Object document) {
    DumperOptions options = new DumperOptions();
    options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    options.setIndicatorIndent(0);
    options.setSplitLines(false);
    options.setDereferenceAliases(true);
    return "---\n" + new Yaml(new Representer(options), options).dump(document);
  }

  private static Yaml yaml() {
    LoaderOptions options = new LoaderOptions();
    options.setMaxAliasesForCollections(MAX_ALIASES);
    options.setAllowRecursiveKeys(false);
    options.setNestingDepthLimit(MAX_DEPTH);
    options.setCodePointLimit(MAX_CHARACTERS);
    options.setAllowDuplicateKeys(false);
    DumperOptions unused = new DumperOptions();
    return new Yaml(new SafeConstructor(options), new Representer(unused), unused, options, new WithoutTimes());
  }

  /** An alias costs one line but stands for a whole tree; counted as often as it is reached, so that later walks are bounded too. */
  private static void count(@Nullable Object value, int depth, int[] nodes) {
    if (depth > MAX_DEPTH || ++nodes[0] > MAX_NODES) {
      throw refused("its aliases or nesting grow to more than " + MAX_NODES + " values or " + MAX_DEPTH + " levels");
    }
    Collection<?> children = switch (value) {
      case Map<?, ?> map -> map.values();
      case List<?> list -> list;
      case Collection<?> other -> other;
      case null, default -> List.of();
    };
    children.forEach(child -> count(child, depth + 1, nodes));
  }

  private static ManifestException refused(String why) {
    return new ManifestException(List.of("The manifest is not valid YAML: " + why));
  }

  /** A date in an environment variable stays the text it is. */
  private static final class WithoutTimes extends Resolver {
    @Override
    protected void addImplicitResolvers() {
      addImplicitResolver(Tag.BOOL, BOOL, "yYnNtTfFoO");
      addImplicitResolver(Tag.INT, INT, "-+0123456789");
      addImplicitResolver(Tag.FLOAT, FLOAT, "-+0123456789.");
      addImplicitResolver(Tag.MERGE, MERGE, "<");
      addImplicitResolver(Tag.NULL, NULL, "~nN\0");
      addImplicitResolver(Tag.NULL, EMPTY, null);
    }
  }
}
