package dev.ingot.stager.pipeline;

import dev.ingot.api.cell.v1.Stage;
import dev.ingot.oci.registry.RegistryClient;
import java.nio.file.Path;

/**
 * All a staging needs.
 *
 * @param stage what the controller asked for
 * @param work an empty directory of this staging, on the cell's disk; the caller removes it afterwards
 * @param cache directory of the app's build cache, made when missing; never shared by two apps
 * @param buildpacks tree `<id>/<version>/` with an `order.toml` beside
 * @param packageZip the package, its digest checked already
 */
public record StagingRequest(Stage stage, Path work, Path cache, Path buildpacks, RegistryClient registry, Path packageZip) {}
