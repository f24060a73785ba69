package dev.ingot.router.table;

/**
 * Where one instance listens. Two endpoints are the same if instance, address, port and protocol are.
 *
 * @param instanceGuid the instance
 * @param appGuid its app
 * @param processGuid its process
 * @param index of the instance in its process, ≥ 0
 * @param address an IP address
 * @param port 1 to 65535
 * @param protocol {@code http1} or {@code http2}
 * @param weight share of the requests beside the route's other endpoints; 0 = equal shares
 * @param state what this router has seen of it
 */
public record Endpoint(
    String instanceGuid, String appGuid, String processGuid, int index, String address, int port, String protocol, int weight, EndpointState state) {
  /** Without a weight. */
  public Endpoint(String instanceGuid, String appGuid, String processGuid, int index, String address, int port, String protocol, EndpointState state) {
    this(instanceGuid, appGuid, processGuid, index, address, port, protocol, 0, state);
  }

  /** Whether {@code other} is the same instance at the same place, so that its state and connections still hold. */
  public boolean same(Endpoint other) {
    return port == other.port && protocol.equals(other.protocol) && instanceGuid.equals(other.instanceGuid) && address.equals(other.address);
  }
}
