package dev.ingot.cell.network;

import dev.ingot.cell.sys.Command;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Docker, when it switches forwarding on, makes iptables drop everything it does not know, and an accept in our own table cannot undo
 * a drop in another. Two rules in the chain FORWARD let our containers' packets pass there; what they may do is still decided by our
 * table. Without iptables, or while the policy accepts, nothing is added.
 */
final class ForwardPolicy {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final List<List<String>> rules;

  ForwardPolicy(String prefix) {
    this.rules = List.of(
        List.of("FORWARD", "-i", prefix + "v+", "-j", "ACCEPT"),
        List.of("FORWARD", "-o", prefix + "v+", "-m", "conntrack", "--ctstate", "RELATED,ESTABLISHED", "-j", "ACCEPT"));
  }

  /** Adds the rules where the policy drops and they are not there; to be called again, since Docker may start later. */
  void pass() throws IOException, InterruptedException {
    if (!dropping()) {
      return;
    }
    for (List<String> rule : rules) {
      if (!present(rule) && !iptables("-I", rule)) {
        throw new IOException("iptables drops forwarded packets and takes no rule for our containers: builds and apps will have no network");
      }
    }
  }

  /** Removes the rules; not there is fine. */
  void remove() throws IOException, InterruptedException {
    for (List<String> rule : rules) {
      for (int i = 0; i < 10 && present(rule); i++) {
        iptables("-D", rule);
      }
    }
  }

  private static boolean dropping() throws IOException, InterruptedException {
    try {
      Command.Result result = Command.tryRun(LIMIT, "", Map.of(), List.of("iptables", "-w", "-S", "FORWARD"));
      return result.status() == 0 && result.output().contains("-P FORWARD DROP");
    } catch (IOException e) {
      // No iptables on this machine, so no policy of it either.
      return false;
    }
  }

  private static boolean present(List<String> rule) throws InterruptedException {
    try {
      return iptables("-C", rule);
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean iptables(String action, List<String> rule) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("iptables", "-w", action));
    command.addAll(rule);
    return Command.tryRun(LIMIT, "", Map.of(), command).status() == 0;
  }
}
