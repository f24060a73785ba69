package dev.ingot.controller.droplet.archive;

import dev.ingot.controller.droplet.db.DropletEntity;
import dev.ingot.oci.image.ImageConfig;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What an image does not say of itself, in the archive's file {@link #NAME}.
 *
 * @param processTypes type → command as shown to people
 * @param stack name; null = any
 */
public record DropletPage(Map<String, String> processTypes, @Nullable String defaultProcess, List<DropletEntity.UsedBuildpack> buildpacks,
    List<DropletEntity.Layer> layers, @Nullable String stack) {
  static final String NAME = "ingot-droplet.json";
  private static final String LABEL = "io.buildpacks.build.metadata";
  private static final int MAX_TYPES = 100;
  private static final int MAX_TEXT = 65_536;
  private static final JsonMapper JSON = new JsonMapper();

  byte[] bytes() {
    return JSON.writeValueAsBytes(this);
  }

  /** @throws DropletArchiveException when it is not such a page */
  static DropletPage parse(byte[] bytes) {
    try {
      return checked(JSON.readValue(bytes, DropletPage.class));
    } catch (JacksonException e) {
      throw new DropletArchiveException(NAME + " in it is not what this platform writes: " + e.getOriginalMessage(), e);
    }
  }

  /** From the label that every CNB platform leaves in an image. @throws DropletArchiveException when there is none */
  static DropletPage of(ImageConfig config) {
    String label = config.labels().get(LABEL);
    if (label == null) {
      throw new DropletArchiveException("it is an image that no buildpack made (no label " + LABEL + "); push such an image with --docker-image");
    }
    try {
      JsonNode metadata = JSON.readTree(label);
      Map<String, String> types = new TreeMap<>();
      String standard = null;
      for (JsonNode process : metadata.path("processes")) {
        String type = process.path("type").asString("");
        JsonNode command = process.path("command");
        types.put(type, command.isArray() ? String.join(" ", command.valueStream().map(part -> part.asString("")).toList()) : command.asString(""));
        if (process.path("default").asBoolean(false)) {
          standard = type;
        }
      }
      List<DropletEntity.UsedBuildpack> used = metadata.path("buildpacks").valueStream()
          .map(one -> new DropletEntity.UsedBuildpack(one.path("id").asString(""), one.path("version").asString(""), one.path("id").asString(""))).toList();
      return checked(new DropletPage(types, standard, used, List.of(), null));
    } catch (JacksonException e) {
      throw new DropletArchiveException("its label " + LABEL + " is not JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static DropletPage checked(DropletPage page) {
    if (page.processTypes() == null || page.buildpacks() == null || page.layers() == null || page.processTypes().isEmpty()
        || page.processTypes().size() > MAX_TYPES || page.buildpacks().size() > MAX_TYPES) {
      throw new DropletArchiveException("it names no process types, or more than " + MAX_TYPES);
    }
    page.processTypes().forEach((type, command) -> {
      if (!type.matches("[\\w.-]{1,255}") || command == null || command.length() > MAX_TEXT) {
        throw new DropletArchiveException("it has a process type that cannot be: '" + type.substring(0, Math.min(type.length(), 50)) + "'");
      }
    });
    return page;
  }
}
