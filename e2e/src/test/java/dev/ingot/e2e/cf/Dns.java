package dev.ingot.e2e.cf;

import dev.ingot.e2e.Requirements;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A dnsmasq on a loopback address that leads everything below a domain to this machine. Only who uses its `resolv.conf` sees it. */
final class Dns implements AutoCloseable {
  private static final String ADDRESS = "127.0.77.53";
  private final Process process;

  /** @param directory where its `resolv.conf` is written */
  Dns(Path directory, String domain) throws IOException {
    Path dnsmasq = Stream.of("/usr/sbin/dnsmasq", "/usr/bin/dnsmasq").map(Path::of).filter(Files::isExecutable).findFirst().orElse(Path.of("none"));
    Requirements.need(Files.isExecutable(dnsmasq), "dnsmasq (apt-get install dnsmasq-base)");
    Files.writeString(directory.resolve("resolv.conf"), "nameserver " + ADDRESS + "\n");
    process = new ProcessBuilder(List.of(dnsmasq.toString(), "--conf-file=/dev/null", "--no-resolv", "--no-hosts", "--keep-in-foreground", "--pid-file=",
        "--user=root", "--bind-interfaces", "--listen-address=" + ADDRESS, "--address=/" + domain + "/127.0.0.1"))
        .redirectErrorStream(true).redirectOutput(directory.resolve("dnsmasq.log").toFile()).start();
  }

  @Override
  public void close() {
    process.destroy();
  }
}
