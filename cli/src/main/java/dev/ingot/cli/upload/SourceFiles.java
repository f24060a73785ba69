package dev.ingot.cli.upload;

import dev.ingot.cli.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.eclipse.jgit.ignore.IgnoreNode;

/** The files of an app directory that are pushed: all but those that `.cfignore` (or, without one, `.gitignore`) names, and version control. */
final class SourceFiles {
  private static final Set<String> NEVER = Set.of(".cfignore", ".DS_Store", ".git", ".gitignore", ".hg", ".svn", "_darcs", "manifest.yml", "manifest.yaml");

  private SourceFiles() {}

  /** One file, link or directory; `path` is relative to the app with `/`. Sizes in bytes; `mode` = permission bits. */
  record Entry(String path, Path file, boolean directory, boolean link, long size, int mode) {
    /** Whether it has content the platform could know already. */
    boolean matchable() {
      return !directory && !link && size > 0;
    }
  }

  /** Sorted by path, so that equal directories give equal uploads. */
  static List<Entry> of(Path root) throws IOException {
    IgnoreNode ignore = ignoreRules(root);
    List<Entry> entries = new ArrayList<>();
    Files.walkFileTree(root, new SimpleFileVisitor<>() {
      @Override
      public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) throws IOException {
        if (directory.equals(root)) {
          return FileVisitResult.CONTINUE;
        }
        if (ignored(ignore, root, directory, true)) {
          return FileVisitResult.SKIP_SUBTREE;
        }
        entries.add(entry(root, directory, attributes));
        return FileVisitResult.CONTINUE;
      }

      @Override
      public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
        if (!ignored(ignore, root, file, false) && (attributes.isRegularFile() || attributes.isSymbolicLink())) {
          entries.add(entry(root, file, attributes));
        }
        return FileVisitResult.CONTINUE;
      }
    });
    if (entries.stream().allMatch(Entry::directory)) {
      throw new Failure(root + " has no files to push (after .cfignore). Is this the app's directory? Choose another with -p.");
    }
    entries.sort(Comparator.comparing(Entry::path));
    return entries;
  }

  private static Entry entry(Path root, Path file, BasicFileAttributes attributes) throws IOException {
    int mode = (int) Files.getAttribute(file, "unix:mode", java.nio.file.LinkOption.NOFOLLOW_LINKS) & 0777;
    String path = root.relativize(file).toString().replace('\\', '/');
    return new Entry(path, file, attributes.isDirectory(), attributes.isSymbolicLink(), attributes.isRegularFile() ? attributes.size() : 0, mode);
  }

  private static IgnoreNode ignoreRules(Path root) throws IOException {
    IgnoreNode rules = new IgnoreNode();
    for (String name : new String[] {".cfignore", ".gitignore"}) {
      Path file = root.resolve(name);
      if (Files.isRegularFile(file)) {
        try (InputStream in = Files.newInputStream(file)) {
          rules.parse(in);
        }
        break;
      }
    }
    return rules;
  }

  private static boolean ignored(IgnoreNode rules, Path root, Path file, boolean directory) {
    if (NEVER.contains(String.valueOf(file.getFileName()))) {
      return true;
    }
    Boolean answer = rules.checkIgnored(root.relativize(file).toString().replace('\\', '/'), directory);
    return Boolean.TRUE.equals(answer);
  }
}
