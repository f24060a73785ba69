package dev.ingot.controller.git;

import dev.ingot.controller.config.IngotProperties;
import dev.ingot.controller.git.db.GitSpaces;
import dev.ingot.controller.space.SpaceContents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Removes the repositories of spaces that are deleted; at the start also those a killed controller left behind. */
@Component
class GitOfSpaces implements SpaceContents {
  private static final Logger log = LoggerFactory.getLogger(GitOfSpaces.class);
  private final Path root;
  private final GitSpaces spaces;

  GitOfSpaces(IngotProperties properties, GitSpaces spaces) {
    this.root = properties.stateDir().resolve("git");
    this.spaces = spaces;
  }

  @Override
  public void deleteIn(String spaceGuid) {
    TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
      @Override
      public void afterCommit() {
        remove(root.resolve(spaceGuid));
      }
    });
  }

  @EventListener(ApplicationReadyEvent.class)
  void removeLeftBehind() {
    if (!Files.isDirectory(root)) {
      return;
    }
    try (var folders = Files.list(root)) {
      List<Path> all = folders.filter(folder -> !folder.getFileName().toString().equals(GitRepositories.TEMPORARIES)).toList();
      var existing = spaces.existing(all.stream().map(folder -> folder.getFileName().toString()).toList());
      all.stream().filter(folder -> !existing.contains(folder.getFileName().toString())).forEach(GitOfSpaces::remove);
    } catch (IOException e) {
      log.warn("repositories of deleted spaces in {} could not be looked for", root, e);
    }
  }

  private static void remove(Path folder) {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      log.warn("the repositories of a deleted space in {} could not be removed; the next start of the controller tries again", folder, e);
    }
  }
}
