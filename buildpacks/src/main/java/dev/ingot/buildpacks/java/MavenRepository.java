package dev.ingot.buildpacks.java;

import dev.ingot.buildpacks.kit.BuildFailure;
import dev.ingot.buildpacks.kit.Files2;
import dev.ingot.buildpacks.kit.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where Maven's artifacts come from.
 *
 * @param address the platform's repository; empty when only Maven itself knows
 * @param settings the machine's settings.xml, when the platform names it; one in the home directory Maven finds by itself
 */
record MavenRepository(Optional<String> address, Optional<Path> settings) {
  private static final Pattern MIRROR = Pattern.compile("<mirror>(.*?)</mirror>", Pattern.DOTALL);
  private static final Pattern OF_CENTRAL = Pattern.compile("<mirrorOf>\\s*(\\*|central|external:\\*)[^<]*</mirrorOf>");
  private static final Pattern URL = Pattern.compile("<url>\\s*([^<\\s]+)\\s*</url>");

  /** {@code INGOT_MAVEN_REPOSITORY}, else the mirror of Central in {@code INGOT_MAVEN_SETTINGS} or {@code ~/.m2/settings.xml}. */
  static MavenRepository find(Settings settings) throws IOException {
    var named = settings.get("INGOT_MAVEN_SETTINGS").map(Path::of).filter(Files::isRegularFile);
    var file = named.orElse(Path.of(settings.get("HOME", "/nowhere"), ".m2", "settings.xml"));
    var address = settings.get("INGOT_MAVEN_REPOSITORY");
    if (address.isEmpty() && Files.isRegularFile(file)) {
      address = mirror(Files2.boundedText(file, 1 << 20).replaceAll("(?s)<!--.*?-->", ""));
    }
    address.ifPresent(value -> {
      if (!value.matches("https?://[^\\s<&\"]+")) {
        throw new BuildFailure("The Maven repository '" + value + "' is not an http or https address. Correct INGOT_MAVEN_REPOSITORY or settings.xml.");
      }
    });
    return new MavenRepository(address, named);
  }

  private static Optional<String> mirror(String xml) {
    return MIRROR.matcher(xml).results().map(found -> found.group(1)).filter(body -> OF_CENTRAL.matcher(body).find())
        .map(URL::matcher).filter(java.util.regex.Matcher::find).map(found -> found.group(1)).findFirst();
  }

  String requiredAddress() {
    return address.orElseThrow(() -> new BuildFailure("No Maven repository is known, so Maven cannot be fetched. Set INGOT_MAVEN_REPOSITORY for the platform's builds, "
        + "put a mirror of central into ~/.m2/settings.xml, or add a Maven wrapper to the project."));
  }

  /** Words for Maven's command line. The platform's repository goes into the global settings, so the user's own win where both speak of central. */
  List<String> arguments(Path dir) throws IOException {
    var words = new ArrayList<String>();
    settings.ifPresent(file -> words.addAll(List.of("-s", file.toString())));
    if (address.isPresent()) {
      // Replaces Maven's own global settings, whose only entry forbids plain http; so that is said here too.
      var file = Files.writeString(dir.resolve("settings.xml"), """
          <settings>
            <mirrors>
              <mirror><id>platform</id><mirrorOf>central</mirrorOf><url>%s</url></mirror>
              <mirror><id>no-plain-http</id><mirrorOf>external:http:*</mirrorOf><url>http://0.0.0.0/</url><blocked>true</blocked></mirror>
            </mirrors>
          </settings>
          """.formatted(address.get()));
      words.addAll(List.of("-gs", file.toString()));
    }
    return words;
  }
}
