package dev.ingot.controller.task;

import dev.ingot.controller.docker.DockerAccess;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A task with all that placing and starting it needs. Sizes in MiB.
 *
 * @param appGuid null = the app was deleted
 * @param processType set: the image's entry of this type is run; null: the command, in a shell
 * @param logRateLimit bytes per second, -1 = unlimited
 * @param imageRepository null = the droplet is gone
 * @param cellId null = waits for a cell
 */
public record TaskRun(String guid, @Nullable String appGuid, @Nullable String appName, String name, String command, @Nullable String processType,
    TaskState state, int memoryMb, int diskMb, long logRateLimit, @Nullable String imageRepository, @Nullable String imageDigest, String stack,
    @Nullable String cellId, Instant createdAt, @Nullable DockerAccess docker) {}
