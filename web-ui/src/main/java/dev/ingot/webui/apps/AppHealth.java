package dev.ingot.webui.apps;

import java.util.List;

/** How an app does, from what is desired and what its instances tell. */
record AppHealth(String colour, String words) {
  static AppHealth of(String desiredState, int wanted, List<String> instanceStates) {
    if (!desiredState.equals("STARTED")) {
      return new AppHealth("off", "stopped");
    }
    long running = instanceStates.stream().filter("RUNNING"::equals).count();
    boolean crashed = instanceStates.contains("CRASHED");
    if (wanted == 0) {
      return new AppHealth("off", "no instances");
    }
    if (running == 0 && crashed) {
      return new AppHealth("bad", "crashed");
    }
    if (running < wanted) {
      return crashed ? new AppHealth("bad", "partly crashed") : new AppHealth("busy", "starting");
    }
    return new AppHealth("ok", "running");
  }
}
