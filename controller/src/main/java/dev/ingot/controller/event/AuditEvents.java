package dev.ingot.controller.event;

import java.util.Map;

/** Records what happened, in the caller's transaction. Who did it comes from the current request; without one it is the platform. */
public interface AuditEvents {
  /**
   * @param type CF's name: `audit.app.create`, `app.crash` …
   * @param data facts as JSON-able values, `{}` for none; secrets are left out by the caller
   */
  void record(String type, Target target, Map<String, ?> data);

  /** What it happened to. Empty guids stand for none. */
  record Target(String guid, String type, String name, String spaceGuid, String organizationGuid) {}
}
