package dev.ingot.controller.instance;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One row: what should run at one place (process, version, index) and where it does. A new row, with a new guid, for every container.
 *
 * @param cellId null while unclaimed
 * @param since when it entered its state
 * @param crashCount crashes in a row of this place, see {@link CrashPolicy}
 * @param placementError why no cell takes it; only while unclaimed
 * @param nextStartAt only when crashed: when it is started anew; null = never by itself
 */
public record Instance(String guid, String processGuid, String version, String appGuid, int index, @Nullable String cellId,
    InstanceState state, Instant since, boolean routable, int memoryMb, int diskMb, int crashCount, @Nullable String placementError,
    @Nullable Instant nextStartAt) {}
