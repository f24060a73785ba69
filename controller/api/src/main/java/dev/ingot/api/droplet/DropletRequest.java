package dev.ingot.api.droplet;

import dev.ingot.api.common.Metadata;
import dev.ingot.api.common.ToOne;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** Body of creating a droplet to upload or copy to. @param processTypes type → command, null = those the upload names */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record DropletRequest(@Nullable Relationships relationships, @Nullable Map<String, String> processTypes, @Nullable Metadata metadata) {
  /** Only the app. */
  public record Relationships(@Nullable ToOne app) {}
}
