package dev.ingot.cell;

import dev.ingot.cell.config.CellConfig;
import dev.ingot.cell.status.StatusServer;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** The cell process: `CellMain FILE`, or `CellMain --cleanup FILE` to remove everything the cell has made. Runs as root until SIGTERM. */
public final class CellMain {
  private CellMain() {}

  /** Exit status 2 when it is called or configured wrongly. */
  public static void main(String[] args) throws IOException, InterruptedException {
    if (args.length == 2 && args[0].equals("--cleanup")) {
      CellCleanup.main(new String[] {args[1]});
      return;
    }
    if (args.length != 1) {
      System.err.println("usage: CellMain [--cleanup] FILE (docs/explanation/processes.md)");
      System.exit(2);
    }
    // One stream needs one arena; the default of two a core costs megabytes each.
    System.setProperty("io.grpc.netty.shaded.io.netty.allocator.numDirectArenas", "1");
    System.setProperty("io.grpc.netty.shaded.io.netty.allocator.numHeapArenas", "1");
    CellConfig config = configured(args[0]);
    Cell cell = new Cell(config);
    try (StatusServer _ = cell.serveStatus()) {
      cell.open();
      CountDownLatch end = new CountDownLatch(1);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> {
        cell.close();
        end.countDown();
      }));
      end.await();
    }
  }

  static CellConfig configured(String file) throws IOException {
    System.setProperty("java.util.logging.SimpleFormatter.format", "%1$tFT%1$tT.%1$tL %4$s %3$s: %5$s%6$s%n");
    if (!System.getProperty("user.name").equals("root")) {
      System.err.println("The cell must run as root: it makes containers, mounts and network namespaces.");
      System.exit(2);
    }
    if (!Charset.forName(System.getProperty("sun.jnu.encoding")).equals(StandardCharsets.UTF_8)) {
      System.err.println("The cell must be started with LC_ALL=C.UTF-8: file names in images are UTF-8.");
      System.exit(2);
    }
    try {
      return CellConfig.read(Path.of(file));
    } catch (IllegalArgumentException e) {
      System.err.println(file + ": " + e.getMessage());
      System.exit(2);
      throw e;
    }
  }
}
