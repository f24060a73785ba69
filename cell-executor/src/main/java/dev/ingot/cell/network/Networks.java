package dev.ingot.cell.network;

import dev.ingot.cell.config.Subnet;
import dev.ingot.cell.sys.Command;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Makes, lends and destroys the network of containers: a namespace and a routed veth pair each (no bridge: every packet of a container
 * passes the forward or input chain of our table, see docs/decisions). Some are made ahead. A used one is never lent again, and an
 * address comes back as late as possible. Thread-safe.
 */
public final class Networks {
  private static final Logger LOG = System.getLogger(Networks.class.getName());
  private static final Path NAMESPACES = Path.of("/run/netns");
  private static final int AHEAD = 4;
  /** Making one ahead takes processor time that the start which just took one needs more. */
  private static final Duration AFTER_A_START = Duration.ofMillis(400);

  private final String prefix;
  private final Subnet subnet;
  private final int mtu;
  private final BitSet used = new BitSet();
  private int last = 1;
  private final ConcurrentLinkedQueue<Network> ready = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean filling = new AtomicBoolean();
  private final AtomicBoolean closed = new AtomicBoolean();

  public Networks(String prefix, Subnet subnet) throws IOException {
    this.prefix = prefix;
    this.subnet = subnet;
    this.mtu = Mtu.ofDefaultRoute();
  }

  /** Puts the table and the forwarding switch in place; again is harmless. */
  public void open() throws IOException, InterruptedException {
    Files.writeString(Path.of("/proc/sys/net/ipv4/ip_forward"), "1\n");
    Firewall.install(prefix, subnet);
    new ForwardPolicy(prefix).pass();
  }

  /** Lets our packets pass a firewall that came later (Docker's). To be called now and then. */
  public void keepOpen() throws IOException, InterruptedException {
    new ForwardPolicy(prefix).pass();
  }

  /** A network nobody else has. The caller owns it until {@link #destroy}. */
  public Network take() throws IOException, InterruptedException {
    Network network = ready.poll();
    fillLater();
    return network != null ? network : make();
  }

  /** Removes namespace, interface and route; gone already is fine. The address may be lent again. */
  public void destroy(Network network) throws IOException, InterruptedException {
    String link = link(network.host());
    if (Files.exists(Path.of("/sys/class/net", link))) {
      Command.feed("link del " + link + "\n", "ip", "-batch", "-");
    }
    if (Files.exists(network.path())) {
      Command.feed("netns del " + network.namespace() + "\n", "ip", "-batch", "-");
    }
    synchronized (used) {
      used.clear(network.host());
    }
  }

  /** The network of this host number, as it was made in an earlier life of the cell; its address is taken from now on. */
  public Network existing(int host) {
    synchronized (used) {
      used.set(host);
    }
    return network(host);
  }

  /** Destroys every namespace of our prefix whose host number is not in the set. */
  public void destroyAllBut(Set<Integer> inUse) throws IOException, InterruptedException {
    if (!Files.isDirectory(NAMESPACES)) {
      return;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(NAMESPACES, prefix + "-*")) {
      for (Path entry : entries) {
        String number = entry.getFileName().toString().substring(prefix.length() + 1);
        boolean lent = ready.stream().anyMatch(n -> n.namespace().equals(entry.getFileName().toString()));
        if (!lent && number.matches("[0-9]{1,5}") && !inUse.contains(Integer.parseInt(number))) {
          destroy(network(Integer.parseInt(number)));
        }
      }
    }
  }

  /** Removes our firewall table and our rules elsewhere; not there is fine. */
  public void removeTable() throws IOException, InterruptedException {
    Firewall.remove(prefix);
    new ForwardPolicy(prefix).remove();
  }

  /** Namespaces and interfaces of our prefix that exist now, in words. */
  public List<String> remains() throws IOException {
    List<String> found = new ArrayList<>();
    if (Files.isDirectory(NAMESPACES)) {
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(NAMESPACES, prefix + "-*")) {
        entries.forEach(entry -> found.add("network namespace " + entry.getFileName()));
      }
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(Path.of("/sys/class/net"), prefix + "v[0-9]*")) {
      entries.forEach(entry -> found.add("interface " + entry.getFileName()));
    }
    return found;
  }

  /** Stops making networks ahead and destroys those made. What is lent stays. */
  public void close() throws IOException, InterruptedException {
    closed.set(true);
    synchronized (ready) {
      for (Network network = ready.poll(); network != null; network = ready.poll()) {
        destroy(network);
      }
    }
  }

  /** Makes networks ahead in the background, when there are too few. */
  public void fillLater() {
    if (!closed.get() && filling.compareAndSet(false, true)) {
      Thread.startVirtualThread(() -> {
        try {
          Thread.sleep(AFTER_A_START);
          boolean more = true;
          while (more) {
            more = addOne();
          }
        } catch (IOException | InterruptedException e) {
          LOG.log(Level.WARNING, "Could not make a network ahead, the next start makes its own: " + e.getMessage());
        } finally {
          filling.set(false);
        }
      });
    }
  }

  private boolean addOne() throws IOException, InterruptedException {
    synchronized (ready) {
      if (closed.get() || ready.size() >= AHEAD) {
        return false;
      }
      ready.add(make());
      return true;
    }
  }

  private Network make() throws IOException, InterruptedException {
    Network network = network(nextHost());
    String link = link(network.host());
    String gateway = subnet.gateway();
    try {
      Command.feed("""
          netns add %1$s
          link add %2$s mtu %5$d type veth peer name eth0 netns %1$s
          addr add %3$s/32 dev %2$s
          link set %2$s up
          route replace %4$s/32 dev %2$s src %3$s
          """.formatted(network.namespace(), link, gateway, network.address(), mtu), "ip", "-batch", "-");
      // Without this the host would answer on its link-local IPv6 address.
      Path v6 = Path.of("/proc/sys/net/ipv6/conf", link, "disable_ipv6");
      if (Files.exists(v6)) {
        Files.writeString(v6, "1\n");
      }
      Command.feed("""
          link set lo up
          link set eth0 mtu %3$d up
          addr add %1$s/32 dev eth0
          route add %2$s dev eth0 scope link
          route add default via %2$s dev eth0
          """.formatted(network.address(), gateway, mtu), "ip", "-n", network.namespace(), "-batch", "-");
      return network;
    } catch (IOException | InterruptedException e) {
      destroy(network);
      throw e;
    }
  }

  private int nextHost() throws IOException {
    synchronized (used) {
      for (int tried = 0; tried < subnet.lastHost(); tried++) {
        last = last >= subnet.lastHost() ? 2 : last + 1;
        if (!used.get(last)) {
          used.set(last);
          return last;
        }
      }
    }
    throw new IOException("No free address in subnet " + subnet + ": all " + (subnet.lastHost() - 1) + " are in use; give the cell a larger subnet");
  }

  private Network network(int host) {
    return new Network(host, prefix + "-" + host, subnet.address(host));
  }

  private String link(int host) {
    return prefix + "v" + host;
  }
}
