package dev.ingot.controller.environment;

import dev.ingot.controller.app.db.AppEntity;
import java.util.Map;

/**
 * The variables the platform and the user give to an app (runtime-and-scheduling.md §2.1), but those that only the cell knows: `PORT`,
 * `CF_INSTANCE_*`, `INSTANCE_*`, `HOME`, `USER` and the instance's fields of `VCAP_APPLICATION`. Thread-safe; reads the caller's transaction.
 */
public interface AppEnvironment {
  /**
   * For an instance of this process.
   *
   * @throws dev.ingot.api.error.ApiException RESOURCE_NOT_FOUND when the app or process is gone
   */
  Map<String, String> running(String appGuid, String processGuid);

  /**
   * For a task of this app; sizes in MiB.
   *
   * @throws dev.ingot.api.error.ApiException RESOURCE_NOT_FOUND when the app is gone
   */
  Map<String, String> task(String appGuid, int memoryMb, int diskMb);

  /**
   * For staging this build.
   *
   * @throws dev.ingot.api.error.ApiException RESOURCE_NOT_FOUND when the build or its app is gone
   */
  Map<String, String> staging(String buildGuid);

  /**
   * The fields of `VCAP_APPLICATION` that are the same for all processes, as `GET /v3/apps/:guid/env` shows them.
   *
   * @throws dev.ingot.api.error.ApiException RESOURCE_NOT_FOUND when the app is gone
   */
  Map<String, Object> application(String appGuid);

  /** The services of an app as `GET /v3/apps/:guid/env` shows them: `VCAP_SERVICES`, or where its files are. Secret. */
  Map<String, Object> services(AppEntity app);

  /**
   * Services of an app that wants them as files: path below `/etc/cf-service-bindings` → content. Empty for an app that does not. Secret.
   *
   * @throws dev.ingot.api.error.ApiException RESOURCE_NOT_FOUND when the app is gone
   */
  Map<String, String> serviceFiles(String appGuid);
}
