package dev.ingot.cli.platform;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** What `up` leaves in the background; not for people. */
@Command(name = "supervise", hidden = true, description = "Keeps the platform's processes running (started by ingot up).")
public final class SuperviseCommand implements Callable<Integer> {
  @Override
  public Integer call() throws Exception {
    Platform platform = Platform.ofEnvironment();
    if (Supervisor.lock(platform) == null) {
      System.out.println("another supervisor runs already");
      return 0;
    }
    PidFile.write(platform.pidFile("supervisor"), ProcessHandle.current());
    new Supervisor(platform, platform.read(), Distribution.current(platform)).run();
    return 0;
  }
}
