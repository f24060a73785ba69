package dev.ingot.cli.platform;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;

/** What `up` ends with: where the platform is, who may enter, what to type next. */
final class NextSteps {
  private NextSteps() {}

  static void print(Platform platform, PlatformConfig config, boolean showPassword, PrintStream out) throws IOException {
    String password = showPassword ? Files.readString(platform.secret("admin-password")) : "as you know it (kept in " + platform.secret("admin-password") + ")";
    out.printf("""

        Ingot is ready.
          address    %s   (API, dashboard at /ui, registry, git)
          apps       http%s://<name>.%s%s
          admin      user admin, password %s

        Next, in the directory of an app (for example samples/nodejs-express):
          ingot push                      this CLI is logged in already; run it as <checkout>/ingot
          cf api %s && cf login -u admin

        ingot status shows the processes, ingot down stops everything.
        """, config.url(), config.httpsPort() != 0 ? "s" : "", config.appsDomain(), port(config), password,
        config.url() + (config.httpsPort() != 0 && config.tlsCert().endsWith("config/tls.crt") ? " --skip-ssl-validation" : ""));
  }

  private static String port(PlatformConfig config) {
    int port = config.httpsPort() != 0 ? config.httpsPort() : config.httpPort();
    return port == 80 || port == 443 ? "" : ":" + port;
  }
}
