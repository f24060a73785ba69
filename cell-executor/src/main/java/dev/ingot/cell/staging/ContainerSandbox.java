package dev.ingot.cell.staging;

import dev.ingot.cell.bundle.Bundle;
import dev.ingot.cell.bundle.BundleSpec;
import dev.ingot.cell.bundle.BundleSpec.Bind;
import dev.ingot.cell.mount.Mounts;
import dev.ingot.cell.network.Network;
import dev.ingot.cell.staging.ContainerSandboxes.Parts;
import dev.ingot.cell.sys.Command;
import dev.ingot.cell.sys.WholeFile;
import dev.ingot.stager.sandbox.Sandbox;
import dev.ingot.stager.sandbox.SandboxException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One build container. Each command is a container of its own over the same files and network, so a command leaves no process behind
 * it; memory and process limits hold for each command.
 */
final class ContainerSandbox implements Sandbox {
  private static final Logger LOG = System.getLogger(ContainerSandbox.class.getName());
  private static final int PIDS = 2048;
  /** CF's staging weight: half of a core's shares. */
  private static final int SHARES = 512;

  private final Held held;
  private final List<Bind> binds;
  private final Map<String, String> base;
  private final long memory;
  private final AtomicInteger commands = new AtomicInteger();

  ContainerSandbox(Held held, List<Bind> binds, Map<String, String> base, long memory) {
    this.held = held;
    this.binds = binds;
    this.base = base;
    this.memory = memory;
  }

  @Override
  public Exit run(List<String> command, Map<String, String> env, String workingDirectory, Duration limit, BiConsumer<String, Boolean> output)
      throws SandboxException, InterruptedException {
    return run(command, env, workingDirectory, limit, output, () -> { });
  }

  @Override
  public Exit run(List<String> command, Map<String, String> env, String workingDirectory, Duration limit, BiConsumer<String, Boolean> output, Runnable ended)
      throws SandboxException, InterruptedException {
    String id = held.id + "-" + commands.incrementAndGet();
    String cgroup = held.parts.runtime().parent() + "/" + id;
    Path bundle = held.dir.resolve(id);
    try {
      Files.createDirectories(bundle);
      Files.write(bundle.resolve("config.json"), Bundle.config(new BundleSpec(held.dir.resolve("rootfs"), command, variables(env), workingDirectory,
          "stage", held.network().path(), cgroup, memory, SHARES, PIDS, binds)));
      Process process = new ProcessBuilder(runc("run", "--keep", "--bundle", bundle.toString(), id)).start();
      try {
        return finish(process, cgroup, limit, output, ended);
      } finally {
        held.parts.cgroups().kill(cgroup);
        process.destroyForcibly();
        remove(id, cgroup);
      }
    } catch (IOException e) {
      throw new SandboxException("Command " + command.getFirst() + " could not be run in the build container: " + e.getMessage(), e);
    }
  }

  private Exit finish(Process process, String cgroup, Duration limit, BiConsumer<String, Boolean> output, Runnable ended)
      throws IOException, InterruptedException {
    process.getOutputStream().close();
    Object one = new Object();
    Thread out = Thread.startVirtualThread(() -> lines(process.getInputStream(), false, one, output));
    Thread err = Thread.startVirtualThread(() -> lines(process.getErrorStream(), true, one, output));
    boolean inTime = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    if (!inTime) {
      held.parts.cgroups().kill(cgroup);
      process.waitFor(10, TimeUnit.SECONDS);
    }
    if (!process.isAlive()) {
      // The first process of the container is gone, and the kernel ends all others with it before it says so.
      ended.run();
    }
    out.join(5000);
    err.join(5000);
    int status = process.isAlive() ? 137 : process.exitValue();
    return new Exit(status, !inTime, status != 0 && held.parts.cgroups().oomKills(cgroup) > 0);
  }

  private static void lines(InputStream in, boolean stderr, Object one, BiConsumer<String, Boolean> output) {
    new BoundedLines(in).forEach(line -> {
      synchronized (one) {
        output.accept(line, stderr);
      }
    });
  }

  private List<String> variables(Map<String, String> env) {
    Map<String, String> all = new LinkedHashMap<>(base);
    all.putAll(env);
    return all.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList();
  }

  private List<String> runc(String... arguments) {
    List<String> command = new ArrayList<>(List.of(held.parts.runtime().runc().toString(), "--root", held.parts.runtime().root().toString()));
    command.addAll(List.of(arguments));
    return command;
  }

  private void remove(String id, String cgroup) throws IOException, InterruptedException {
    for (int i = 0; i < 100 && held.parts.cgroups().kill(cgroup) > 0; i++) {
      Thread.sleep(Duration.ofMillis(10));
    }
    Command.tryRun(Duration.ofSeconds(20), "", Map.of(), runc("delete", id));
    held.parts.cgroups().remove(cgroup);
    WholeFile.deleteTree(held.parts.runtime().root().resolve(id));
  }

  @Override
  public void close() {
    held.release();
  }

  /** Everything a build container holds; released in one go, whatever of it is there. */
  static final class Held {
    final Parts parts;
    final String id;
    final Path dir;
    @Nullable Network network;
    @Nullable String disk;

    Held(Parts parts, String id, Path dir) {
      this.parts = parts;
      this.id = id;
      this.dir = dir;
    }

    Network network() throws IOException {
      Network n = network;
      if (n == null) {
        throw new IOException("the build container is closed");
      }
      return n;
    }

    void release() {
      boolean interrupted = Thread.interrupted();
      try {
        for (String child : parts.cgroups().children(parts.runtime().parent())) {
          if (child.startsWith(id)) {
            parts.cgroups().kill(parts.runtime().parent() + "/" + child);
          }
        }
        Mounts.unmount(dir.resolve("rootfs"));
        Network n = network;
        network = null;
        if (n != null) {
          parts.networks().destroy(n);
        }
        if (disk != null) {
          parts.disks().destroy(disk);
        }
        parts.images().release(id);
        WholeFile.deleteTree(dir);
      } catch (IOException e) {
        LOG.log(Level.WARNING, "Build container " + id + " could not be cleared away, the next start of the cell tries again: " + e.getMessage());
      } catch (InterruptedException e) {
        interrupted = true;
      } finally {
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
      }
    }
  }
}
