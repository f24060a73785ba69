package dev.ingot.cli.platform;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * Starts the platform's processes, starts again what ends, and on SIGTERM stops them in the opposite order. It holds no state of its own:
 * killed with -9 it leaves everything running, and the next one takes over by the pid files.
 */
final class Supervisor {
  private final List<ManagedProcess> processes = new ArrayList<>();
  private final CountDownLatch stopped = new CountDownLatch(1);

  Supervisor(Platform platform, PlatformConfig config, Distribution distribution) {
    for (String name : Platform.processes(config)) {
      processes.add(new ManagedProcess(platform, name, () -> ServiceCommand.of(platform, config, distribution, name)));
    }
  }

  /** Returns after a SIGTERM, when everything is stopped. */
  void run() throws InterruptedException {
    Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop"));
    for (ManagedProcess process : processes) {
      process.start();
    }
    stopped.await();
  }

  private void stop() {
    for (ManagedProcess process : processes.reversed()) {
      process.stop();
    }
    stopped.countDown();
  }

  /** Only one supervisor a platform: the lock is gone with its process, however that ends. */
  static java.nio.channels.FileLock lock(Platform platform) throws IOException {
    var channel = java.nio.channels.FileChannel.open(platform.home().resolve("run/supervisor.lock"),
        java.nio.file.StandardOpenOption.CREATE, java.nio.file.StandardOpenOption.WRITE);
    return channel.tryLock();
  }
}
