package dev.ingot.buildpacks.kit.debian;

import dev.ingot.buildpacks.kit.Files2;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Makes packages that expect to lie in {@code /} work below another directory: links lead into the tree, scripts find their interpreter by {@code PATH}; what nobody reads at run time is
 * left out.
 */
final class Relocation {
  private static final List<String> UNREAD = List.of("usr/share/man", "usr/share/info", "usr/share/locale", "usr/share/lintian", "usr/share/bug", "usr/share/doc-base",
      "usr/share/bash-completion", "usr/share/zsh", "usr/share/fish", "usr/share/gdb", "etc/init.d", "etc/cron.d", "etc/cron.daily", "etc/logrotate.d", "lib/systemd", "usr/lib/systemd");
  private static final List<String> PROGRAMS = List.of("bin", "sbin", "usr/bin", "usr/sbin", "usr/games");
  private static final Pattern INTERPRETER = Pattern.compile("#!\\s*/(?:usr/)?bin/([A-Za-z0-9.+_-]+)[ \\t]*(\\S*)");
  private final Path tree;

  private Relocation(Path tree) {
    this.tree = tree;
  }

  static Relocation of(Path tree) {
    return new Relocation(tree);
  }

  void apply() throws IOException {
    for (var dir : UNREAD) {
      Files2.delete(tree.resolve(dir));
    }
    documentation();
    List<Path> files;
    try (var all = Files.walk(tree)) {
      files = all.toList();
    }
    for (var file : files) {
      if (Files.isSymbolicLink(file)) {
        link(file);
      } else {
        plainMode(file);
      }
    }
    for (var dir : PROGRAMS) {
      if (Files.isDirectory(tree.resolve(dir), LinkOption.NOFOLLOW_LINKS)) {
        for (var file : Files2.list(tree.resolve(dir))) {
          script(file);
        }
      }
    }
  }

  /** Licences stay, as they ask for. */
  private void documentation() throws IOException {
    var docs = tree.resolve("usr/share/doc");
    if (!Files.isDirectory(docs)) {
      return;
    }
    List<Path> files;
    try (var all = Files.walk(docs)) {
      files = all.filter(file -> !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS) && !file.getFileName().toString().equals("copyright") && !file.getParent().equals(docs)).toList();
    }
    for (var file : files) {
      Files.delete(file);
    }
  }

  private void link(Path link) throws IOException {
    var target = Files.readSymbolicLink(link);
    if (target.isAbsolute()) {
      var inside = tree.resolve(target.toString().substring(1)).normalize();
      if (inside.startsWith(tree) && Files.exists(inside, LinkOption.NOFOLLOW_LINKS)) {
        Files.delete(link);
        Files.createSymbolicLink(link, link.getParent().relativize(inside));
      }
    }
  }

  /** Nothing in a layer runs with other rights than the app's. Directories stay writable for their owner, so that the layer can be removed again. */
  private static void plainMode(Path file) throws IOException {
    int mode = (Integer) Files.getAttribute(file, "unix:mode", LinkOption.NOFOLLOW_LINKS);
    int plain = (mode & 0777) | (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS) ? 0755 : 0444);
    if ((mode & 07777) != plain) {
      Files.setPosixFilePermissions(file, permissions(plain));
    }
  }

  private static Set<PosixFilePermission> permissions(int mode) {
    var set = EnumSet.noneOf(PosixFilePermission.class);
    var all = PosixFilePermission.values();
    for (int i = 0; i < all.length; i++) {
      if ((mode & 0400 >> i) != 0) {
        set.add(all[i]);
      }
    }
    return set;
  }

  private void script(Path file) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    byte[] bytes;
    try (var in = Files.newInputStream(file)) {
      bytes = in.readNBytes(256);
    }
    var head = new String(bytes, StandardCharsets.ISO_8859_1);
    int end = head.indexOf('\n');
    var match = INTERPRETER.matcher(end < 0 ? head : head.substring(0, end));
    if (match.matches() && PROGRAMS.stream().anyMatch(dir -> Files.exists(tree.resolve(dir).resolve(match.group(1))))) {
      var option = match.group(2).isEmpty() ? "" : "-S ";
      var text = Files.readString(file, StandardCharsets.ISO_8859_1);
      var rest = end < 0 ? "" : text.substring(end);
      Files.writeString(file, ("#!/usr/bin/env " + option + match.group(1) + " " + match.group(2)).strip() + rest, StandardCharsets.ISO_8859_1);
    }
  }
}
