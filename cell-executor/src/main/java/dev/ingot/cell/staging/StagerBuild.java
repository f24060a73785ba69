package dev.ingot.cell.staging;

import dev.ingot.api.cell.v1.Stage;
import dev.ingot.api.cell.v1.StagingFailure;
import dev.ingot.api.cell.v1.StagingResult;
import dev.ingot.cell.config.CellConfig;
import dev.ingot.oci.registry.RegistryClient;
import dev.ingot.stager.sandbox.Sandboxes;
import java.nio.file.Path;
import java.util.function.BiConsumer;

/** Hands builds to the stager. */
public final class StagerBuild implements Build {
  public StagerBuild(CellConfig config, Sandboxes sandboxes, RegistryClient registry) {
  }

  @Override
  public StagingResult run(Stage stage, Path work, Path cache, Path packageZip, BiConsumer<String, Boolean> log) {
    return StagingResult.newBuilder().setBuildGuid(stage.getBuildGuid()).setFailed(StagingFailure.newBuilder().setCode("StagingError")
        .setPhase("prepare").setReason("this version of the cell has no stager").setRemedy("Install a newer version.")).build();
  }
}
