package dev.ingot.cli.target;

import dev.ingot.cli.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** The target as kept between commands: a file only its owner can read, `$INGOT_CONFIG` or `~/.config/ingot/target.json`. */
public final class TargetFile {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private final Path file;

  public TargetFile(Path file) {
    this.file = file;
  }

  public static TargetFile ofEnvironment() {
    String explicit = System.getenv("INGOT_CONFIG");
    if (explicit != null && !explicit.isBlank()) {
      return new TargetFile(Path.of(explicit).toAbsolutePath());
    }
    String config = System.getenv("XDG_CONFIG_HOME");
    Path directory = config != null && !config.isBlank() ? Path.of(config) : Path.of(System.getProperty("user.home"), ".config");
    return new TargetFile(directory.resolve("ingot/target.json"));
  }

  public Path path() {
    return file;
  }

  /** Empty before the first login. */
  public Optional<Target> read() {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(JSON.readValue(Files.readAllBytes(file), Target.class));
    } catch (IOException | JacksonException e) {
      throw new Failure("cannot read " + file + ": " + e.getMessage() + ". Delete it and log in again: ingot login", e);
    }
  }

  public void write(Target target) {
    Path aside = file.resolveSibling(file.getFileName() + "." + ProcessHandle.current().pid());
    try {
      Files.createDirectories(file.getParent());
      Files.deleteIfExists(aside);
      Files.createFile(aside, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.write(aside, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(target));
      Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new Failure("cannot save the login to " + file + ": " + e.getMessage() + ". Set INGOT_CONFIG to a file you can write.", e);
    }
  }
}
