package dev.ingot.cell.network;

import java.nio.file.Path;

/**
 * A network namespace with one address.
 *
 * @param host number of the address in the subnet; names namespace and interface, so that nothing else needs to be stored
 * @param namespace name as `ip netns` knows it
 * @param address IPv4 of the container
 */
public record Network(int host, String namespace, String address) {
  /** The namespace as a file. */
  public Path path() {
    return Path.of("/run/netns", namespace);
  }
}
