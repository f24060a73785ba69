package dev.ingot.cell.instance;

import dev.ingot.api.cell.v1.InstanceState;
import java.util.List;

/**
 * What a restarted cell must know of an instance; kept as `state.json` in its directory.
 *
 * @param sinceNanos when the state was reached, epoch
 * @param networkHost host number of its address, 0 = none yet
 * @param address container address, empty = none yet
 * @param diskId its writable layer, empty = none yet
 * @param layers keys of its image's layers
 * @param stopping it was told to end
 */
record InstanceRecord(
    InstanceState state, long sinceNanos, boolean routable, int networkHost, String address, String diskId, List<String> layers,
    boolean stopping, String exitDescription, int exitStatus, boolean outOfMemory) {
  static InstanceRecord created(long nowNanos) {
    return new InstanceRecord(InstanceState.CREATING, nowNanos, false, 0, "", "", List.of(), false, "", 0, false);
  }

  boolean ended() {
    return state == InstanceState.CRASHED || state == InstanceState.STOPPED || state == InstanceState.COMPLETED;
  }

  InstanceRecord withImage(List<String> keys) {
    return new InstanceRecord(state, sinceNanos, routable, networkHost, address, diskId, keys, stopping, exitDescription, exitStatus, outOfMemory);
  }

  InstanceRecord withPlace(int host, String ip, String disk) {
    return new InstanceRecord(state, sinceNanos, routable, host, ip, disk, layers, stopping, exitDescription, exitStatus, outOfMemory);
  }

  InstanceRecord running(long nowNanos) {
    return new InstanceRecord(InstanceState.RUNNING, nowNanos, routable, networkHost, address, diskId, layers, stopping, "", 0, false);
  }

  InstanceRecord withRoutable(boolean ready) {
    return new InstanceRecord(state, sinceNanos, ready, networkHost, address, diskId, layers, stopping, exitDescription, exitStatus, outOfMemory);
  }

  InstanceRecord toldToStop() {
    return new InstanceRecord(state, sinceNanos, false, networkHost, address, diskId, layers, true, exitDescription, exitStatus, outOfMemory);
  }

  InstanceRecord ended(InstanceState end, long nowNanos, String description, int status, boolean oom) {
    return new InstanceRecord(end, nowNanos, false, 0, address, "", List.of(), stopping, description, status, oom);
  }
}
