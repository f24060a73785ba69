package dev.ingot.cli.platform;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells the controller which buildpacks lie on every cell, so that its list shows them. */
final class OwnBuildpacks {
  /** An element of our own order.toml. */
  private static final Pattern ELEMENT = Pattern.compile("id = \"([^\"]+)\"\\s+version = \"([^\"]+)\"");

  private OwnBuildpacks() {}

  static void tell(Platform platform, PlatformConfig config, Distribution distribution) throws IOException, InterruptedException {
    String order = Files.readString(distribution.buildpacks().resolve("order.toml"));
    URI controller = URI.create("http://127.0.0.1:" + config.controllerPort());
    new InsideDoor(controller, Files.readString(platform.secret("join-token")).strip()).put("/internal/buildpacks", described(read(order), distribution.buildpacks()), "the list of buildpacks");
  }

  /** Each with the text of its buildpack.toml, where that can be read. */
  static List<Map<String, String>> described(List<Map<String, String>> all, Path buildpacks) throws IOException {
    List<Map<String, String>> described = new ArrayList<>();
    for (Map<String, String> one : all) {
      Map<String, String> with = new LinkedHashMap<>(one);
      Path toml = buildpacks.resolve(one.get("id").replace('/', '_')).resolve(one.get("version")).resolve("buildpack.toml");
      if (Files.isRegularFile(toml)) {
        with.put("toml", Files.readString(toml));
      }
      described.add(with);
    }
    return described;
  }

  /** Each once, in the order of groups; one that joins every group (the Procfile's) comes last. */
  static List<Map<String, String>> read(String order) {
    List<Map<String, String>> all = new ArrayList<>();
    Matcher elements = ELEMENT.matcher(order);
    while (elements.find()) {
      Map<String, String> element = Map.of("id", elements.group(1), "version", elements.group(2));
      all.remove(element);
      all.add(element);
    }
    return all;
  }
}
