package dev.ingot.stager.build;

import java.util.Map;

/** A layer as its `<layer>.toml` says. @param place where it is in the image; "" = below its buildpack's directory, under its name */
public record BuiltLayer(String name, boolean launch, boolean build, boolean cache, Map<String, Object> metadata, String place) {
  public BuiltLayer(String name, boolean launch, boolean build, boolean cache, Map<String, Object> metadata) {
    this(name, launch, build, cache, metadata, "");
  }
}
