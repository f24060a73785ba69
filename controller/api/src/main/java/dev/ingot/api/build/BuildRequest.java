package dev.ingot.api.build;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.ingot.api.app.Lifecycle;
import dev.ingot.api.common.Metadata;
import dev.ingot.api.common.Ref;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** Body of creating (`package` required) or changing (`metadata`) a build. @param detectOnly an extension of ours: end after detection, make no droplet */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record BuildRequest(@JsonProperty("package") @Nullable Ref packageRef, @Nullable Lifecycle lifecycle,
    @Nullable Integer stagingMemoryInMb, @Nullable Integer stagingDiskInMb, @Nullable Metadata metadata,
    @Nullable Boolean detectOnly) {}
