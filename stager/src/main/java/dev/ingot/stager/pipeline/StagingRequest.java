package dev.ingot.stager.pipeline;

import dev.ingot.api.cell.v1.Stage;
import dev.ingot.stager.analyze.ImageRegistries;
import dev.ingot.stager.export.LocalLayers;
import java.nio.file.Path;
import java.util.Map;

/**
 * All a staging needs.
 *
 * @param stage what the controller asked for
 * @param work an empty directory of this staging, on the cell's disk; the caller removes it afterwards
 * @param cache directory of the app's build cache, made when missing, on the file system of `work`; never shared by two apps
 * @param buildpacks tree `<id>/<version>/` with an `order.toml` beside
 * @param uploaded directories of the uploaded buildpacks in the stage's order, by digest
 * @param packageZip the package, its digest checked already
 * @param registries where images are read and stored
 * @param local is offered each new layer of the image
 */
public record StagingRequest(Stage stage, Path work, Path cache, Path buildpacks, Map<String, Path> uploaded, ImageRegistries registries, Path packageZip, LocalLayers local) {}
