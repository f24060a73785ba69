package dev.ingot.buildpacks.nodejs;

import dev.ingot.buildpacks.kit.BuildContext;
import dev.ingot.buildpacks.kit.Files2;
import dev.ingot.buildpacks.kit.Layer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What {@code next build} keeps for its next run, {@code .next/cache}: kept in a cached layer, so that builds are fast and the image does without. */
final class NextCache {
  private final BuildContext context;
  private final boolean used;
  private final Path place;

  NextCache(BuildContext context, Workspace workspace) {
    this.context = context;
    this.used = workspace.uses("next");
    this.place = workspace.directory().resolve(".next/cache");
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
