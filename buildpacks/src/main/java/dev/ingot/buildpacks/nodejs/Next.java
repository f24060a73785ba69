package dev.ingot.buildpacks.nodejs;

import dev.ingot.buildpacks.kit.BuildContext;
import dev.ingot.buildpacks.kit.Files2;
import dev.ingot.buildpacks.kit.Layer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** What is special about Next.js: {@code next build} keeps {@code .next/cache} for its next run, here in a cached layer, so that builds are fast and the image does without; and it reports to its makers, which is switched off. */
final class Next {
  private final BuildContext context;
  private final boolean used;
  private final Path place;

  Next(BuildContext context, Workspace workspace) {
    this.context = context;
    this.used = workspace.uses("next");
    this.place = workspace.directory().resolve(".next/cache");
  }

  /** Variables at build and launch, unless the user sets them. */
  Map<String, String> environment() {
    return used ? Map.of("NEXT_TELEMETRY_DISABLED", context.settings().get("NEXT_TELEMETRY_DISABLED", "1")) : Map.of();
  }

  void restore() throws IOException {
    if (!used) {
      return;
    }
    var kept = context.layer("next-cache").types(Layer.Type.CACHE).keep().dir().resolve("cache");
    if (Files.isDirectory(kept)) {
      Files2.delete(place);
      Files.createDirectories(place.getParent());
      Files2.move(kept, place);
    }
  }

  void keep() throws IOException {
    if (used && Files.isDirectory(place)) {
      var kept = context.layer("next-cache").types(Layer.Type.CACHE).clear().dir().resolve("cache");
      Files2.move(place, kept);
    }
  }
}
