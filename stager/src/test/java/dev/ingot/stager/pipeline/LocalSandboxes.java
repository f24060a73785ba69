package dev.ingot.stager.pipeline;

import dev.ingot.stager.sandbox.Sandbox;
import dev.ingot.stager.sandbox.SandboxException;
import dev.ingot.stager.sandbox.Sandboxes;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/** Runs commands for real, in a mount namespace of their own where the spec's mounts are bound at their container paths. Needs root. */
public final class LocalSandboxes implements Sandboxes {
  @Override
  public Sandbox open(Spec spec) {
    return new Sandbox() {
      @Override
      public Exit run(List<String> command, Map<String, String> env, String directory, Duration limit, BiConsumer<String, Boolean> output)
          throws SandboxException, InterruptedException {
        return start(command, env, directory, limit, output, spec);
      }

      @Override
      public void close() { }
    };
  }

  private static Sandbox.Exit start(List<String> command, Map<String, String> env, String directory, Duration limit, BiConsumer<String, Boolean> output,
      Sandboxes.Spec spec) throws SandboxException, InterruptedException {
    // a root of empty directories: the machine's programs read-only, the spec's mounts on top
    var script = new StringBuilder("set -e; r=$(mktemp -d -p /tmp); mount -t tmpfs none $r; for d in usr bin sbin lib lib64 etc dev proc; do [ -e /$d ] || continue; "
        + "if [ -L /$d ]; then cp -P /$d $r/$d; else mkdir $r/$d; mount --rbind /$d $r/$d; fi; done; mkdir $r/tmp; chmod 1777 $r/tmp; ");
    for (var mount : spec.mounts()) {
      script.append("mkdir -p $r").append(mount.container()).append("; mount --bind ").append(mount.host()).append(" $r").append(mount.container()).append("; ");
    }
    script.append("exec /usr/sbin/chroot --userspec=2000:2000 $r /bin/sh -c 'cd \"$0\" && exec \"$@\"' \"$@\"");
    var all = new ArrayList<>(List.of("/usr/bin/unshare", "-m", "/bin/sh", "-c", script.toString(), "sandbox", directory));
    all.addAll(command);
    var builder = new ProcessBuilder(all);
    builder.environment().clear();
    builder.environment().putAll(env);
    builder.redirectErrorStream(true);
    try {
      Process process = builder.start();
      Thread reader = Thread.ofVirtual().start(() -> lines(process.getInputStream(), output));
      try {
        boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        if (!ended) {
          kill(process);
          process.waitFor();
        }
        reader.join(Duration.ofSeconds(5));
        return new Sandbox.Exit(process.exitValue(), !ended, false);
      } finally {
        kill(process);
      }
    } catch (IOException e) {
      throw new SandboxException("cannot run " + command, e);
    }
  }

  private static void kill(Process process) {
    var all = process.descendants().toList();
    process.destroyForcibly();
    all.forEach(ProcessHandle::destroyForcibly);
  }

  private static void lines(InputStream in, BiConsumer<String, Boolean> output) {
    try (var reader = new BufferedReader(new InputStreamReader(in))) {
      reader.lines().forEach(line -> output.accept(line, false));
    } catch (IOException | java.io.UncheckedIOException e) {
      output.accept("output lost: " + e, true);
    }
  }
}
