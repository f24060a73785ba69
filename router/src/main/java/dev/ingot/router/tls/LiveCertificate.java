package dev.ingot.router.tls;

import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * The certificate of the HTTPS port, read anew when one of its files has changed: new connections get the new one, old ones stay. A pair that cannot be
 * used is told in the log and changes nothing. Safe for any thread.
 */
public final class LiveCertificate implements Supplier<SslContext>, AutoCloseable {
  private static final Logger LOG = System.getLogger(LiveCertificate.class.getName());
  private final Path certificate;
  private final Path key;
  private final Thread watcher;
  private volatile SslContext context;
  private String seen;

  /**
   * Reads the pair, and looks at it again that often.
   *
   * @throws IOException if it cannot be used now
   */
  public LiveCertificate(Path certificate, Path key, Duration every) throws IOException {
    this.certificate = certificate;
    this.key = key;
    this.seen = stamp();
    this.context = Certificates.context(certificate, key);
    this.watcher = Thread.ofVirtual().name("certificate").start(() -> watch(every));
  }

  @Override
  public SslContext get() {
    return context;
  }

  @Override
  public void close() {
    watcher.interrupt();
  }

  private void watch(Duration every) {
    try {
      while (true) {
        Thread.sleep(every);
        look();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() {
    try {
      String now = stamp();
      if (!now.equals(seen)) {
        // One file may be there before the other: the pair is tried again with every change.
        seen = now;
        context = Certificates.context(certificate, key);
        LOG.log(Level.INFO, "the certificate {0} has changed: new connections get it", certificate);
      }
    } catch (IOException e) {
      LOG.log(Level.WARNING, "the certificate before is kept: {0}", e.getMessage());
    }
  }

  private String stamp() throws IOException {
    return Files.getLastModifiedTime(certificate) + " " + Files.size(certificate) + " " + Files.getLastModifiedTime(key) + " " + Files.size(key);
  }
}
