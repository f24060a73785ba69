package dev.ingot.cli.platform;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where this machine gets packages from, asked of its own tools, so that builds use the same mirrors: no address stands in our files.
 * A tool that is not installed says nothing, and a build that needs it says what to set.
 */
final class PackageRegistries {
  private static final Pattern MIRROR = Pattern.compile("<mirror>(.*?)</mirror>", Pattern.DOTALL);
  private static final Pattern CENTRAL = Pattern.compile("<mirrorOf>\\s*(central|\\*|external:\\*)[^<]*</mirrorOf>");
  private static final List<String> GO = List.of("GOPROXY", "GOSUMDB", "GOPRIVATE", "GONOPROXY", "GONOSUMDB", "GOINSECURE");
  private static final Pattern URL = Pattern.compile("<url>\\s*(https?://[^<\\s]+)\\s*</url>");

  private PackageRegistries() {}

  /** Environment variables for the cell, which hands them to builds. Those set by whoever runs `up` win. */
  static Properties discover() {
    Map<String, String> found = new TreeMap<>();
    put(found, "INGOT_NPM_REGISTRY", npm());
    put(found, "INGOT_MAVEN_REPOSITORY", maven());
    put(found, "PIP_INDEX_URL", Commands.output("pip", "config", "get", "global.index-url"));
    for (String name : GO) {
      putWord(found, name, Commands.output("go", "env", name));
    }
    Properties properties = new Properties();
    properties.putAll(found);
    return properties;
  }

  private static void put(Map<String, String> found, String name, @Nullable String discovered) {
    String value = setOr(name, discovered);
    if (value != null && value.startsWith("http")) {
      found.put(name, value);
    }
  }

  /** Lists of hosts and addresses, or words such as {@code off}. */
  private static void putWord(Map<String, String> found, String name, @Nullable String discovered) {
    String value = setOr(name, discovered);
    if (value != null && value.matches("\\S{1,2000}")) {
      found.put(name, value);
    }
  }

  private static @Nullable String setOr(String name, @Nullable String discovered) {
    String set = System.getenv(name);
    return set != null && !set.isBlank() ? set : discovered;
  }

  private static String npm() {
    return Commands.output("npm", "config", "get", "registry");
  }

  private static @Nullable String maven() {
    for (Path settings : new Path[] {Path.of(System.getProperty("user.home"), ".m2/settings.xml"), Path.of("/etc/maven/settings.xml")}) {
      String mirror = mirrorOfCentral(settings);
      if (mirror != null) {
        return mirror;
      }
    }
    return mavensOwnDefault();
  }

  private static @Nullable String mirrorOfCentral(Path settings) {
    try {
      Matcher mirrors = MIRROR.matcher(Files.isReadable(settings) ? Files.readString(settings).replaceAll("(?s)<!--.*?-->", "") : "");
      while (mirrors.find()) {
        Matcher url = URL.matcher(mirrors.group(1));
        if (CENTRAL.matcher(mirrors.group(1)).find() && url.find()) {
          return url.group(1);
        }
      }
    } catch (IOException e) {
      // unreadable: as good as missing
    }
    return null;
  }

  /** What Maven uses without settings: it stands in the super POM inside its own libraries. */
  private static @Nullable String mavensOwnDefault() {
    try (Stream<Path> libraries = Files.list(Path.of(Commands.output("sh", "-c", "dirname $(dirname $(readlink -f $(command -v mvn)))"), "lib"))) {
      for (Path jar : libraries.filter(file -> file.getFileName().toString().startsWith("maven-model-builder")).toList()) {
        Matcher url = URL.matcher(superPom(jar));
        if (url.find()) {
          return url.group(1);
        }
      }
    } catch (IOException e) {
      // no Maven on this machine
    }
    return null;
  }

  private static String superPom(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile()); InputStream in = file.getInputStream(file.getEntry("org/apache/maven/model/pom-4.0.0.xml"))) {
      return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    }
  }
}
