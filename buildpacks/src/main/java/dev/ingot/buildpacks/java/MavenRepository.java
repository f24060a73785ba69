package dev.ingot.buildpacks.java;

import dev.ingot.buildpacks.kit.BuildFailure;
import dev.ingot.buildpacks.kit.Files2;
import dev.ingot.buildpacks.kit.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where Maven's artifacts come from.
 *
 * @param address the platform's repository; empty when only Maven itself knows
 * @param userSettings whether the user has a settings.xml, which then rules alone
 */
record MavenRepository(Optional<String> address, boolean userSettings) {
  private static final Pattern MIRROR = Pattern.compile("<mirror>(.*?)</mirror>", Pattern.DOTALL);
  private static final Pattern OF_CENTRAL = Pattern.compile("<mirrorOf>\\s*(\\*|central|external:\\*)[^<]*</mirrorOf>");
  private static final Pattern URL = Pattern.compile("<url>\\s*([^<\\s]+)\\s*</url>");

  /** {@code INGOT_MAVEN_REPOSITORY}, else the mirror of Central in {@code ~/.m2/settings.xml}. */
  static MavenRepository find(Settings settings) throws IOException {
    var file = Path.of(settings.get("HOME", "/nowhere"), ".m2", "settings.xml");
    boolean has = Files.isRegularFile(file);
    var address = settings.get("INGOT_MAVEN_REPOSITORY");
    if (address.isEmpty() && has) {
      address = mirror(Files2.boundedText(file, 1 << 20).replaceAll("(?s)<!--.*?-->", ""));
    }
    address.ifPresent(value -> {
      if (!value.matches("https?://[^\\s<&\"]+")) {
        throw new BuildFailure("The Maven repository '" + value + "' is not an http or https address. Correct INGOT_MAVEN_REPOSITORY or settings.xml.");
      }
    });
    return new MavenRepository(address, has);
  }

  private static Optional<String> mirror(String xml) {
    return MIRROR.matcher(xml).results().map(found -> found.group(1)).filter(body -> OF_CENTRAL.matcher(body).find())
        .map(URL::matcher).filter(java.util.regex.Matcher::find).map(found -> found.group(1)).findFirst();
  }

  String requiredAddress() {
    return address.orElseThrow(() -> new BuildFailure("No Maven repository is known, so Maven cannot be fetched. Set INGOT_MAVEN_REPOSITORY for the platform's builds, "
        + "put a mirror of central into ~/.m2/settings.xml, or add a Maven wrapper to the project."));
  }

  /** Settings that lead Maven to the platform's repository; none when the user's own settings do. */
  Optional<Path> settingsFile(Path dir) throws IOException {
    if (userSettings || address.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(Files.writeString(dir.resolve("settings.xml"), """
        <settings>
          <mirrors><mirror><id>platform</id><mirrorOf>central</mirrorOf><url>%s</url></mirror></mirrors>
        </settings>
        """.formatted(address.get())));
  }
}
