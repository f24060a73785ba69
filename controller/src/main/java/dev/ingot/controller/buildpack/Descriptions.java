package dev.ingot.controller.buildpack;

import dev.ingot.api.buildpack.BuildpackDescription;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlTable;

/**
 * What a `buildpack.toml` tells people (source: CNB buildpack spec, "buildpack.toml"; settings as `[[metadata.configurations]]`, which many buildpacks
 * have). What is missing or of another type is left out: it is not what makes a buildpack good or bad. Pure.
 */
final class Descriptions {
  private static final int MAX_ITEMS = 200;
  private static final int MAX_TEXT = 1000;

  private Descriptions() {}

  static BuildpackDescription of(TomlParseResult toml) {
    List<String> licenses = new ArrayList<>();
    tables(toml, "buildpack.licenses").forEach(licence -> add(licenses, Objects.requireNonNullElse(text(licence, "type"), Objects.requireNonNullElse(text(licence, "uri"), ""))));
    List<String> targets = new ArrayList<>();
    tables(toml, "targets").forEach(target -> add(targets, target(target)));
    return new BuildpackDescription(Objects.requireNonNullElse(text(toml, "api"), ""), text(toml, "buildpack.name"), text(toml, "buildpack.description"),
        text(toml, "buildpack.homepage"), licenses, targets,
        tables(toml, "metadata.configurations").stream().filter(one -> text(one, "name") != null).map(Descriptions::setting).toList());
  }

  private static BuildpackDescription.Setting setting(TomlTable one) {
    String standard = text(one, "default");
    boolean build = one.isBoolean("build") && Boolean.TRUE.equals(one.getBoolean("build"));
    boolean launch = one.isBoolean("launch") && Boolean.TRUE.equals(one.getBoolean("launch"));
    return new BuildpackDescription.Setting(Objects.requireNonNull(text(one, "name")), text(one, "description"), standard == null || standard.isEmpty() ? null : standard,
        build && launch ? "build, launch" : build ? "build" : launch ? "launch" : null);
  }

  private static String target(TomlTable target) {
    String os = text(target, "os");
    String arch = text(target, "arch");
    return os == null ? "" : arch == null ? os : os + "/" + arch;
  }

  private static void add(List<String> all, String text) {
    if (!text.isEmpty()) {
      all.add(text);
    }
  }

  private static List<TomlTable> tables(TomlTable table, String key) {
    List<TomlTable> all = new ArrayList<>();
    if (table.isArray(key) && table.getArray(key) instanceof TomlArray array) {
      for (int i = 0; i < Math.min(array.size(), MAX_ITEMS); i++) {
        if (array.get(i) instanceof TomlTable one) {
          all.add(one);
        }
      }
    }
    return all;
  }

  /** A key with dots is a path, as tomlj reads it. */
  private static @Nullable String text(TomlTable table, String key) {
    String text = table.isString(key) ? table.getString(key) : null;
    if (text == null) {
      return null;
    }
    String plain = text.replace("\0", "").strip();
    return plain.length() > MAX_TEXT ? plain.substring(0, MAX_TEXT) + "…" : plain;
  }
}
