package dev.ingot.cli.platform;

import dev.ingot.api.error.ApiException;
import dev.ingot.cli.Failure;
import dev.ingot.cli.login.Login;
import dev.ingot.cli.session.Session;
import dev.ingot.cli.target.TargetFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Logs the CLI of whoever ran `up` in as admin, with the org and space a new platform has. */
final class AdminLogin {
  private AdminLogin() {}

  /** A login that still goes to this platform as a valid user is left alone, with its org and space. */
  static void perform(Platform platform, PlatformConfig config) throws IOException {
    TargetFile file = TargetFile.ofEnvironment();
    // The router's plain port is always there and needs no trust in a certificate.
    String api = "http://localhost" + (config.httpPort() == 80 ? "" : ":" + config.httpPort());
    if (file.read().filter(target -> target.api().equals(api) && target.tokens() != null).isPresent() && works()) {
      return;
    }
    try {
      Login.perform(file, api, false, "admin", Files.readString(platform.secret("admin-password")).strip(), null, null);
      giveTo(System.getenv("INGOT_SERVICE_USER"), file);
    } catch (ApiException e) {
      throw new Failure("the platform runs, but logging in as admin with the password in " + platform.secret("admin-password") + " failed: " + e.detail()
          + ". If it was changed since, log in by hand: ingot login -a " + api + " -u admin", e);
    }
  }

  /** Behind sudo the login is written by root, but it is the user's. */
  private static void giveTo(@Nullable String user, TargetFile file) throws IOException {
    if (user == null || user.isBlank()) {
      return;
    }
    ServiceUser.own(user, file.path());
    for (Path parent = file.path().getParent(); Files.getOwner(parent).getName().equals("root") && parent.getNameCount() > 2; parent = parent.getParent()) {
      ServiceUser.own(user, parent);
    }
  }

  private static boolean works() {
    try {
      Session session = Session.open();
      session.api().get("/v3/spaces/" + session.space().guid());
      return true;
    } catch (ApiException | Failure e) {
      return false;
    }
  }
}
