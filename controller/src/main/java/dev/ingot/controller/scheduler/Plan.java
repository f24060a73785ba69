package dev.ingot.controller.scheduler;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to do next. Applying a plan twice, or one made from a snapshot that is no longer true, must do no harm: every part names the
 * row it was made from.
 *
 * @param wakeAt when time alone will change the plan (a crashed instance is due); null = only news will
 */
public record Plan(List<Place> places, List<Stop> stops, List<Reject> rejects, List<PlaceOnce> once, List<RejectOnce> rejectedOnce,
    @Nullable Instant wakeAt) {

  /**
   * A new instance goes to a cell.
   *
   * @param replaces guid of the crashed or unclaimed row it takes over from, null = none
   */
  public record Place(Snapshot.ProcessView process, int index, String cellId, @Nullable String replaces, int crashCount) {}

  /** An instance that should not be there any more. `gone`: no cell holds it (or none that answers), the row is just removed. */
  public record Stop(String instanceGuid, boolean gone, String reason) {}

  /** A wanted instance no cell has room for. `replaces` as in {@link Place}. */
  public record Reject(Snapshot.ProcessView process, int index, @Nullable String replaces, int crashCount, Refusal refusal) {}

  /** A build or task goes to a cell. */
  public record PlaceOnce(Snapshot.Once kind, String guid, String cellId) {}

  /** A build or task no cell has room for now. `hopeless`: no open cell is large enough even when empty. */
  public record RejectOnce(Snapshot.Once kind, String guid, Refusal refusal, boolean hopeless) {}

  /**
   * Why.
   *
   * @param text CF's words, naming only what all cells lack: `insufficient resources: disk, memory`
   * @param cells what each cell lacked, `cell-1: memory`; at most 20
   */
  public record Refusal(String text, List<String> cells) {}
}
