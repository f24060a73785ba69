package dev.ingot.cell.staging;

import dev.ingot.api.cell.v1.Stage;
import dev.ingot.api.cell.v1.StagingResult;
import dev.ingot.cell.config.CellConfig;
import dev.ingot.cell.image.ImageStore;
import dev.ingot.stager.analyze.ImageRegistries;
import dev.ingot.stager.pipeline.Stager;
import dev.ingot.stager.pipeline.StagingRequest;
import dev.ingot.stager.sandbox.Sandboxes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.function.BiConsumer;

/** Hands builds to the stager. */
public final class StagerBuild implements Build {
  private final Stager stager = new Stager();
  private final CellConfig config;
  private final Sandboxes sandboxes;
  private final ImageRegistries registries;
  private final ImageStore images;
  private final UploadedBuildpacks uploaded;

  /**
   * @param registries where images lie
   * @param images gets the layers of new images at once, and the run image while the build still runs: their first start finds all in place
   */
  public StagerBuild(CellConfig config, Sandboxes sandboxes, ImageRegistries registries, ImageStore images, Clock clock) throws IOException {
    this.config = config;
    this.sandboxes = sandboxes;
    this.registries = registries;
    this.images = images;
    this.uploaded = new UploadedBuildpacks(config, registries, clock);
  }

  @Override
  public StagingResult run(Stage stage, Path work, Path cache, Path packageZip, BiConsumer<String, Boolean> log) throws IOException, InterruptedException {
    images.fetchLater(stage.getRunImage());
    Map<String, Path> held = uploaded.hold(stage);
    try {
      StagingRequest request = new StagingRequest(stage, work, cache, config.buildpacksDir(), held, registries, packageZip, images::adopt);
      return stager.stage(request, sandboxes, (error, text) -> log.accept(text, error));
    } finally {
      uploaded.release(held);
    }
  }
}
