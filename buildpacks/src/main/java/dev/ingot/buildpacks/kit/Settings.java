package dev.ingot.buildpacks.kit;

import java.util.Map;
import java.util.Optional;

/** The environment of the build: what the user set ({@code BP_*}) and what the platform tells. An empty value counts as not set. */
public record Settings(Map<String, String> env) {
  public Settings {
    env = Map.copyOf(env);
  }

  public Optional<String> get(String name) {
    return Optional.ofNullable(env.get(name)).map(String::strip).filter(value -> !value.isEmpty());
  }

  public String get(String name, String whenUnset) {
    return get(name).orElse(whenUnset);
  }

  /**
   * A switch: true/false, yes/no, on/off, 1/0.
   *
   * @throws BuildFailure for any other word
   */
  public boolean flag(String name, boolean whenUnset) {
    return get(name).map(value -> switch (value) {
      case "true", "yes", "on", "1", "enabled" -> true;
      case "false", "no", "off", "0", "disabled" -> false;
      default -> throw new BuildFailure("The setting " + name + "=" + value + " is not a switch: use true or false.");
    }).orElse(whenUnset);
  }
}
