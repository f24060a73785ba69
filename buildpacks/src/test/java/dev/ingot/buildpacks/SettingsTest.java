package dev.ingot.buildpacks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.buildpacks.kit.Toml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * {@code [[metadata.configurations]]} of each buildpack.toml is the one list of its settings: the code reads these and no others, with these defaults, and the README shows them.
 * {@code -Dsettings.update=true} writes the tables of the READMEs anew.
 */
class SettingsTest {
  private static final String MARK = "<!-- settings: made from buildpack.toml by SettingsTest -->\n";
  private static final Pattern NAME = Pattern.compile("\\bBPL?_[A-Z][A-Z0-9_]*[A-Z0-9]\\b");
  private static final Pattern DEFAULT = Pattern.compile("\\b(?:get|flag)\\(\"([A-Z_]+)\", (?:\"([^\"]+)\"|(true|false)\\)|String\\.valueOf\\(context\\.descriptorMetadata\\(\\)\\.get\\(\"([a-z-]+)\"\\)\\))");
  private static final Pattern SUFFIX = Pattern.compile("\"(_[A-Z_]+)\"");

  record Setting(String name, String description, String standard, boolean build, boolean launch) {
    String when() {
      return build && launch ? "build, launch" : build ? "build" : launch ? "launch" : "";
    }
  }

  static Stream<String> buildpacks() throws IOException {
    try (var dirs = Files.list(home())) {
      return dirs.filter(dir -> Files.isRegularFile(dir.resolve("buildpack.toml"))).map(dir -> dir.getFileName().toString()).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("buildpacks")
  void table_inTheReadme_isWhatTheDescriptorSays(String buildpack) throws IOException {
    var settings = settings(buildpack);
    var readme = home().resolve(buildpack).resolve("README.md");
    var text = Files.readString(readme);
    if (settings.isEmpty()) {
      assertThat(text).doesNotContain("| setting").doesNotContain(MARK);
      return;
    }
    assertThat(text).contains(MARK);
    int begin = text.indexOf(MARK) + MARK.length();
    int end = text.indexOf("\n\n", begin - 1);
    var fresh = text.substring(0, begin) + table(settings) + (end < 0 ? "" : text.substring(end + 1));
    if (Boolean.getBoolean("settings.update")) {
      Files.writeString(readme, fresh);
    } else {
      assertThat(text).as("run this test with -Dsettings.update=true").isEqualTo(fresh);
    }
  }

  @ParameterizedTest
  @MethodSource("buildpacks")
  void settingsThatTheCodeReads_areThoseOfTheDescriptor(String buildpack) throws IOException {
    var code = code(buildpack);
    var settings = settings(buildpack);
    var names = settings.stream().map(Setting::name).toList();
    assertThat(names).doesNotHaveDuplicates().allSatisfy(name -> assertThat(name).matches("[A-Z][A-Z0-9_]+"));
    var read = new TreeSet<String>();
    // What a buildpack sets for another one it does not read.
    NAME.matcher(code.replaceAll("nvDefault\\(\"[A-Z_]+\"", "")).results().forEach(match -> read.add(match.group()));
    assertThat(read).as("read by the code").isSubsetOf(names);
    var suffixes = SUFFIX.matcher(code).results().map(match -> match.group(1)).collect(Collectors.toSet());
    assertThat(names).as("read by the code").allMatch(name -> code.contains(name) || suffixes.stream().anyMatch(name::endsWith));
    assertThat(settings).allSatisfy(setting -> {
      assertThat(setting.when()).isNotEmpty();
      assertThat(setting.launch()).as(setting.name()).isEqualTo(setting.name().startsWith("BPL_") || Set.of("OPTIMIZE_MEMORY", "BUNDLE_WITHOUT").contains(setting.name()));
      assertThat(setting.description()).as(setting.name()).isNotBlank().doesNotContain("|", "\n");
    });
  }

  @ParameterizedTest
  @MethodSource("buildpacks")
  void defaults_areThoseOfTheCode(String buildpack) throws IOException {
    var code = code(buildpack);
    var metadata = Toml.table(Toml.parse(Files.readString(home().resolve(buildpack).resolve("buildpack.toml"))), "metadata");
    var stated = new TreeMap<String, String>();
    settings(buildpack).forEach(setting -> stated.put(setting.name(), setting.standard()));
    DEFAULT.matcher(code).results().filter(match -> stated.containsKey(match.group(1))).forEach(match -> {
      var standard = match.group(2) != null ? match.group(2) : match.group(3) != null ? match.group(3) : String.valueOf(metadata.get(match.group(4)));
      assertThat(stated.get(match.group(1))).as(match.group(1)).isEqualTo(standard);
    });
  }

  private static Path home() {
    return Cnb.repository().resolve("buildpacks");
  }

  private static List<Setting> settings(String buildpack) throws IOException {
    var metadata = Toml.table(Toml.parse(Files.readString(home().resolve(buildpack).resolve("buildpack.toml"))), "metadata");
    var settings = new ArrayList<Setting>();
    if (metadata.get("configurations") instanceof List<?> list) {
      for (var entry : list) {
        var table = (Map<?, ?>) entry;
        settings.add(new Setting(text(table, "name"), text(table, "description"), text(table, "default"), Boolean.TRUE.equals(table.get("build")), Boolean.TRUE.equals(table.get("launch"))));
      }
    }
    return settings;
  }

  private static String text(Map<?, ?> table, String key) {
    return table.get(key) instanceof String text ? text : "";
  }

  private static String table(List<Setting> settings) {
    var table = new StringBuilder("| setting | when | default | meaning |\n| --- | --- | --- | --- |\n");
    settings.forEach(setting -> table.append("| `").append(setting.name()).append("` | ").append(setting.when()).append(" | ")
        .append(setting.standard()).append(setting.standard().isEmpty() ? "| " : " | ").append(setting.description()).append(" |\n"));
    return table.toString();
  }

  /** All that a buildpack runs: its classes, scripts and resources. */
  private static String code(String buildpack) throws IOException {
    var name = buildpack.equals("go") ? "golang" : buildpack.equals("static") ? "staticsite" : buildpack;
    var all = new StringBuilder();
    for (var dir : List.of(home().resolve(buildpack).resolve("bin"), home().resolve("src/main/java/dev/ingot/buildpacks").resolve(name), home().resolve("src/main/resources/dev/ingot/buildpacks").resolve(name))) {
      if (Files.isDirectory(dir)) {
        try (var files = Files.walk(dir)) {
          for (var file : files.filter(Files::isRegularFile).sorted().toList()) {
            all.append(Files.readString(file)).append('\n');
          }
        }
      }
    }
    return all.toString();
  }
}
