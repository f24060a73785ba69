package dev.ingot.controller.git;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.RepositoryCache;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.util.FS;

/** Bare repositories as `<space guid>/<app name>.git`: renaming an org or space keeps them. Thread-safe. */
public final class GitRepositories {
  /** Name of the folder for short-lived files, beside those of spaces. */
  static final String TEMPORARIES = "tmp";
  private final Path root;

  public GitRepositories(Path root) {
    this.root = root;
  }

  /** The repository if somebody pushed before; the caller closes it. */
  public Optional<Repository> find(String spaceGuid, String app) throws IOException {
    Path folder = folder(spaceGuid, app);
    return Files.isRegularFile(folder.resolve(Constants.HEAD)) ? Optional.of(open(folder)) : Optional.empty();
  }

  /** The repository, made when it is missing; the caller closes it. */
  public synchronized Repository findOrCreate(String spaceGuid, String app) throws IOException {
    Optional<Repository> existing = find(spaceGuid, app);
    if (existing.isPresent()) {
      return existing.get();
    }
    Path folder = folder(spaceGuid, app);
    Files.createDirectories(folder);
    Repository created = new FileRepositoryBuilder().setGitDir(folder.toFile()).setBare().build();
    created.create(true);
    StoredConfig config = created.getConfig();
    config.setString("core", null, "logAllRefUpdates", "true");
    config.save();
    created.updateRef(Constants.HEAD).link(Constants.R_HEADS + "main");
    return created;
  }

  private static Repository open(Path folder) throws IOException {
    return RepositoryCache.open(RepositoryCache.FileKey.exact(folder.toFile(), FS.DETECTED), true);
  }

  private Path folder(String spaceGuid, String app) {
    return root.resolve(spaceGuid).resolve(app + ".git");
  }

  /** A folder for short-lived files on the same disk. */
  public Path temporaries() throws IOException {
    return Files.createDirectories(root.resolve(TEMPORARIES));
  }
}
