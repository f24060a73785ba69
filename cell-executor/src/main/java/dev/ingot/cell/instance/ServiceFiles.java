package dev.ingot.cell.instance;

import dev.ingot.api.cell.v1.ServiceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Credentials of bound services as files. The instance's directory above them is root's alone; through the mount the app reads them, whoever it runs as. */
final class ServiceFiles {
  /** Where the app sees them. */
  static final String MOUNT = "/etc/cf-service-bindings";
  private static final Pattern PATH = Pattern.compile("(?:[a-z0-9._-]{1,253}/)?[a-z0-9._-]{1,253}");

  private ServiceFiles() {}

  /** Writes them below the instance's directory; the directory to be mounted, empty when there are none. */
  static Optional<Path> write(Path directory, List<ServiceFile> files) throws IOException {
    if (files.isEmpty()) {
      return Optional.empty();
    }
    Path root = readable(Files.createDirectories(directory.resolve("service-bindings")), "rwxr-xr-x");
    for (ServiceFile file : files) {
      Path target = root.resolve(file.getPath()).normalize();
      if (!PATH.matcher(file.getPath()).matches() || !target.startsWith(root) || target.equals(root)) {
        throw new IOException("A service binding cannot be the file " + file.getPath());
      }
      readable(Files.createDirectories(target.getParent()), "rwxr-xr-x");
      readable(Files.writeString(target, file.getContent()), "rw-r--r--");
    }
    return Optional.of(root);
  }

  private static Path readable(Path path, String permissions) throws IOException {
    return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
  }
}
