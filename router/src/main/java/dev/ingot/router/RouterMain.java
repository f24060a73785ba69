package dev.ingot.router;

import java.io.IOException;
import java.nio.file.Path;

/** {@code RouterMain FILE}: runs a router with the configuration in FILE until SIGTERM. */
public final class RouterMain {
  private RouterMain() {}

  /** Exit status 2: wrong use or configuration; 1: could not start. */
  public static void main(String[] args) {
    System.setProperty("java.util.logging.SimpleFormatter.format", "%1$tFT%1$tT.%1$tL %4$s %5$s%6$s%n");
    if (args.length != 1) {
      System.err.println("usage: RouterMain FILE (the router's configuration, see docs/explanation/processes.md)");
      System.exit(2);
    }
    String version = RouterMain.class.getPackage().getImplementationVersion();
    try {
      Router router = Router.start(RouterConfig.read(Path.of(args[0])), version == null ? "development" : version);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(router), "stop"));
    } catch (IllegalArgumentException e) {
      System.err.println("router: " + args[0] + ": " + e.getMessage());
      System.exit(2);
    } catch (IOException e) {
      System.err.println("router: cannot start: " + e.getMessage());
      System.exit(1);
    }
  }

  private static void stop(Router router) {
    try {
      int left = router.stop();
      // The logging system has its own shutdown hook and may be gone by now.
      System.err.println("router: stopped; connections still in use: " + left);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
