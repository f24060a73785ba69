package dev.ingot.cell.instance;

import dev.ingot.api.cell.v1.StartInstance;
import dev.ingot.cell.sys.WholeFile;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** One instance on disk: what it was told, how it stands, and its container's files. Readable by root only: environments hold secrets. */
final class InstanceDirectory {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Pattern GUID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,62}");

  private final Path path;

  InstanceDirectory(Path path) {
    this.path = path;
  }

  static boolean isGuid(String guid) {
    return GUID.matcher(guid).matches();
  }

  /** Makes the directory of a new instance. */
  static InstanceDirectory create(Path root, StartInstance spec) throws IOException {
    Path path = root.resolve(spec.getInstanceGuid());
    Files.createDirectory(path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Files.createDirectory(path.resolve("rootfs"));
    WholeFile.write(path.resolve("start.pb"), spec.toByteArray());
    return new InstanceDirectory(path);
  }

  /** All instances an earlier life of the cell knew. */
  static List<InstanceDirectory> all(Path root) throws IOException {
    List<InstanceDirectory> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(root, Files::isDirectory)) {
      entries.forEach(entry -> found.add(new InstanceDirectory(entry)));
    }
    return found;
  }

  Path path() {
    return path;
  }

  Path rootfs() {
    return path.resolve("rootfs");
  }

  /** Of the instance's sidecar with this number. */
  Path sidecar(int number) {
    return path.resolve("sidecars").resolve(Integer.toString(number));
  }

  StartInstance spec() throws IOException {
    return StartInstance.parseFrom(Files.readAllBytes(path.resolve("start.pb")));
  }

  InstanceRecord record() throws IOException {
    try {
      return JSON.readValue(Files.readAllBytes(path.resolve("state.json")), InstanceRecord.class);
    } catch (JacksonException e) {
      throw new IOException(path.resolve("state.json") + " cannot be read: " + e.getMessage(), e);
    }
  }

  void write(InstanceRecord record) throws IOException {
    WholeFile.write(path.resolve("state.json"), JSON.writeValueAsBytes(record));
  }

  void delete() throws IOException {
    WholeFile.deleteTree(path);
  }
}
