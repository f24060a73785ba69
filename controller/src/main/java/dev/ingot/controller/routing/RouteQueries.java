package dev.ingot.controller.routing;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which instances serve. */
public interface RouteQueries {
  /** Every RUNNING, routable instance, of whatever version and also on a lost cell; ordered by app, type, index, guid. */
  List<Serving> serving();

  /**
   * @param cellAddress where its host port is reached; empty = the container's address is reachable directly
   * @param port the container's first port, 0 = none
   * @param hostPort 0 = none
   */
  record Serving(String instanceGuid, String appGuid, String processGuid, String processType, int index, @Nullable String containerAddress,
      int port, int hostPort, String cellAddress) {}
}
