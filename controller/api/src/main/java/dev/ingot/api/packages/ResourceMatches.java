package dev.ingot.api.packages;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** Files by content: in a request those the client has, in the answer those it need not send (source: CF v3 API, "Resource matches"). */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record ResourceMatches(@Nullable List<@Nullable Resource> resources) {
  /** @param path in the app, relative; @param mode octal without prefix, `644` */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Resource(@Nullable String path, @Nullable String mode, @Nullable Checksum checksum, @Nullable Long sizeInBytes) {}

  /** @param value sha1, lower-case hex */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  @JsonIgnoreProperties("type") // it is always sha1; the Java client says so
  public record Checksum(@Nullable String value) {}
}
