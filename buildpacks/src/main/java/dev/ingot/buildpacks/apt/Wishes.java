package dev.ingot.buildpacks.apt;

import dev.ingot.buildpacks.kit.BuildContext;
import dev.ingot.buildpacks.kit.BuildFailure;
import dev.ingot.buildpacks.kit.Toml;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The packages that an app asks for, out of {@code Aptfile} (a name a line), {@code apt.yml} (Cloud Foundry's form) and {@code [dev.ingot.apt] packages = [...]} of project.toml.
 *
 * @param packages Debian's names, each also as {@code name=version} or {@code name/release}
 */
record Wishes(List<String> packages) {
  private static final int MAX = 200;
  private static final Pattern KEY = Pattern.compile("([A-Za-z_]+):\\s*(.*)");
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9.+-]+(:[a-z0-9]+)?([=/][A-Za-z0-9.+~:-]+)?");

  /** @throws BuildFailure for what cannot be done here: foreign repositories and keys, archives by address, names that are none */
  static Wishes of(BuildContext context) throws IOException {
    var names = new LinkedHashSet<String>();
    var aptfile = context.appText("Aptfile");
    if (aptfile != null) {
      aptfile(aptfile, names);
    }
    var yaml = context.appText("apt.yml");
    if (yaml != null) {
      yaml(yaml, names);
    }
    var project = context.appText("project.toml");
    if (project != null) {
      toml(project, names);
    }
    if (names.size() > MAX) {
      throw new BuildFailure("The app asks for " + names.size() + " Debian packages; at most " + MAX + " are taken. Ask for fewer; what they need comes by itself.");
    }
    return new Wishes(List.copyOf(names));
  }

  private static void aptfile(String text, Set<String> names) {
    for (var line : text.split("\\R")) {
      var bare = line.replaceFirst("#.*", "").strip();
      if (!bare.isEmpty()) {
        refuseForeign(bare, "Aptfile");
        for (var word : bare.split("\\s+")) {
          add(word, "Aptfile", names);
        }
      }
    }
  }

  private static void refuseForeign(String line, String file) {
    if (line.startsWith(":repo:") || line.startsWith("deb ") || line.startsWith("ppa:")) {
      throw new BuildFailure("The " + file + " names the repository '" + line + "'. Packages come out of the platform's own Debian repositories only: remove the line, or ask the operator to add the "
          + "repository to the platform's machine.");
    }
    if (line.contains("://") || line.endsWith(".deb")) {
      throw new BuildFailure("The " + file + " names the archive '" + line + "'. Nobody signs a single archive, so only packages of the platform's Debian repositories are taken: write the package's name.");
    }
  }

  private static void add(String word, String file, Set<String> names) {
    if (!NAME.matcher(word).matches()) {
      throw new BuildFailure("The " + file + " has '" + word + "', which is not the name of a Debian package. Names have small letters, digits, '.', '+' and '-', such as libpq5.");
    }
    names.add(word);
  }

  /** Lists of words below keys; no other YAML occurs in this file. */
  private static void yaml(String text, Set<String> names) {
    var key = "";
    for (var line : text.split("\\R")) {
      var bare = line.replaceFirst("(^|\\s)#.*", "").strip();
      if (bare.isEmpty() || bare.equals("---")) {
        continue;
      }
      var pair = KEY.matcher(bare);
      if (!bare.startsWith("-") && pair.matches()) {
        key = pair.group(1);
        refuseKey(key, pair.group(2));
        for (var word : pair.group(2).replaceAll("[\\[\\]\"',]", " ").strip().split("\\s+")) {
          if (key.equals("packages") && !word.isEmpty()) {
            add(word, "apt.yml", names);
          }
        }
      } else if (bare.startsWith("- ") && key.equals("packages")) {
        var word = bare.substring(2).strip().replaceAll("^[\"']|[\"']$", "");
        refuseForeign(word, "apt.yml");
        add(word, "apt.yml", names);
      } else if (!bare.startsWith("-")) {
        throw new BuildFailure("The apt.yml has the line '" + bare + "', which is not understood. Write 'packages:' and below it lines such as '- libpq5'.");
      }
    }
  }

  private static void refuseKey(String key, String value) {
    switch (key) {
      case "packages", "cleancache" -> { }
      case "keys", "repos" -> {
        if (!value.equals("[]")) {
          throw new BuildFailure("The apt.yml has " + key + ". Packages come out of the platform's own Debian repositories only: remove it, or ask the operator to add the repository to the platform's machine.");
        }
      }
      default -> throw new BuildFailure("The apt.yml has the key '" + key + "', which is not known. Known: packages, cleancache.");
    }
  }

  private static void toml(String text, Set<String> names) {
    Map<String, Object> root;
    try {
      root = Toml.parse(text);
    } catch (BuildFailure bad) {
      throw new BuildFailure("Reading project.toml failed: " + bad.getMessage() + " Correct it and push again.", bad);
    }
    var wanted = new ArrayList<Object>();
    if (Toml.table(Toml.table(Toml.table(root, "dev"), "ingot"), "apt").get("packages") instanceof List<?> list) {
      wanted.addAll(list);
    }
    var heroku = Toml.table(Toml.table(Toml.table(Toml.table(root, "com"), "heroku"), "buildpacks"), "deb-packages");
    if (heroku.get("install") instanceof List<?> list) {
      wanted.addAll(list);
    }
    for (var entry : wanted) {
      var word = entry instanceof Map<?, ?> table ? table.get("name") : entry;
      refuseForeign(String.valueOf(word), "project.toml");
      add(String.valueOf(word), "project.toml", names);
    }
  }
}
