package dev.ingot.stager.prepare;

import dev.ingot.oci.image.ImageFormatException;
import dev.ingot.oci.image.OciJson;
import dev.ingot.stager.files.SafeFiles;
import dev.ingot.stager.files.StageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Bound services as buildpacks know them: a directory a binding below `<platform>/bindings`, with the files `type`, `provider` and one for
 * each credential. Made of `VCAP_SERVICES`. Source: servicebinding.io, "Workload Projection"; CNB bindings extension spec.
 */
final class Bindings {
  private static final int MAX_FILES = 10_000;

  private Bindings() {}

  /**
   * Writes them into `directory`, which is made when there is a binding. A credential `type` or `provider` says what the binding is; without
   * it, that is the service's label. Characters that a name cannot have become `-`.
   *
   * @param services the JSON of `VCAP_SERVICES`; "" = none
   * @return number of bindings
   */
  static int write(String services, Path directory) throws IOException, StageException {
    if (services.isEmpty()) {
      return 0;
    }
    JsonNode json = read(services);
    int files = 0;
    Set<String> names = new HashSet<>();
    for (var label : json.properties()) {
      for (JsonNode service : label.getValue()) {
        Path binding = directory.resolve(unique(name(service.path("name").asString(label.getKey())), names));
        Files.createDirectories(binding);
        for (var file : files(label.getKey(), service).entrySet()) {
          if (++files > MAX_FILES) {
            throw bad("they are more than " + MAX_FILES + " values");
          }
          Files.writeString(binding.resolve(file.getKey()), file.getValue());
          Files.setAttribute(binding.resolve(file.getKey()), "unix:mode", 0440);
          SafeFiles.giveToBuildUser(binding.resolve(file.getKey()));
        }
      }
    }
    return names.size();
  }

  private static JsonNode read(String services) throws StageException {
    try {
      return OciJson.object(services.getBytes(StandardCharsets.UTF_8), "VCAP_SERVICES");
    } catch (ImageFormatException e) {
      throw bad(String.valueOf(e.getMessage()));
    }
  }

  private static Map<String, String> files(String label, JsonNode service) {
    var files = new LinkedHashMap<String, String>();
    files.put("type", label);
    files.put("provider", label);
    JsonNode credentials = service.path("credentials");
    if (credentials.isObject()) {
      credentials.properties().stream().filter(e -> !e.getValue().isNull())
          .forEach(e -> files.put(name(e.getKey()), e.getValue().isString() ? e.getValue().asString() : e.getValue().toString()));
    }
    return files;
  }

  private static String unique(String name, Set<String> names) {
    String unique = name;
    for (int i = 2; !names.add(unique); i++) {
      unique = name + "-" + i;
    }
    return unique;
  }

  private static String name(String text) {
    String name = text.replaceAll("[^A-Za-z0-9._-]", "-");
    name = name.length() > 200 ? name.substring(0, 200) : name;
    return name.isEmpty() || name.startsWith(".") ? "-" + name : name;
  }

  private static StageException bad(String why) {
    return new StageException("StagingError", "the app's service bindings cannot be given to the build: " + why, "Look at them with: cf env");
  }
}
