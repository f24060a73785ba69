package dev.ingot.api.manifest;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** What applying a manifest would change (source: CF v3 API, "Create a manifest diff for a space"). */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record ManifestDiff(List<Change> diff) {
  /** @param op `add`, `replace` or `remove`; @param path JSON pointer into the manifest; @param was before, @param value afterwards */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Change(String op, String path, @Nullable Object was, @Nullable Object value) {}
}
