package dev.ingot.cli.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.List;

/** The unprivileged user that runs everything but the cell: `ingot` when root starts the platform, else whoever asked sudo to. */
final class ServiceUser {
  private ServiceUser() {}

  /** Its name; the system user is created when it is needed and missing. */
  static String ensure(Platform platform) throws IOException, InterruptedException {
    String behindSudo = System.getenv("INGOT_SERVICE_USER");
    if (behindSudo != null && !behindSudo.isBlank()) {
      return behindSudo;
    }
    if (Commands.output("id", "-u", "ingot").isEmpty()) {
      Commands.run(List.of("useradd", "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin", "ingot"),
          platform.log("useradd"), "creating the system user ingot");
    }
    return "ingot";
  }

  /** Gives a file or directory (not what is below it) to the user and the group of the same name. */
  static void own(String user, Path path) throws IOException {
    var principals = path.getFileSystem().getUserPrincipalLookupService();
    PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    if (!view.getOwner().getName().equals(user)) {
      view.setOwner(principals.lookupPrincipalByName(user));
      view.setGroup(principals.lookupPrincipalByGroupName(user));
    }
  }
}
