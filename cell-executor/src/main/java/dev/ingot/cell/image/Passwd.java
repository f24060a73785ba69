package dev.ingot.cell.image;

import dev.ingot.cell.bundle.ImageUser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds an image's user in its own /etc/passwd and /etc/group (source: OCI image-spec, config.md, "User"). Looked up in the layers, never
 * through a mount, and no link is followed: an image must not lead us out of it.
 */
public final class Passwd {
  private static final int MAX_BYTES = 1 << 20;

  private Passwd() {}

  /** @param user `""` = root, `name`, `uid`, each with `:group` or `:gid` or without. @throws IOException when it names nobody */
  public static ImageUser user(LocalImage image, String user) throws IOException {
    int colon = user.indexOf(':');
    String name = colon < 0 ? user : user.substring(0, colon);
    String group = colon < 0 ? "" : user.substring(colon + 1);
    List<String[]> users = rows(image, "passwd", 7);
    String asked = name.isEmpty() ? "0" : name;
    Optional<String[]> row = users.stream().filter(r -> r[0].equals(asked)).findFirst()
        .or(() -> users.stream().filter(r -> number(asked).isPresent() && number(r[2]).equals(number(asked))).findFirst());
    int uid = row.flatMap(r -> number(r[2])).or(() -> number(asked))
        .orElseThrow(() -> new IOException("The image's user '" + name + "' is not in its /etc/passwd"));
    String known = row.map(r -> r[0]).orElse("");
    List<String[]> groups = rows(image, "group", 4);
    int gid = group.isEmpty() ? row.flatMap(r -> number(r[3])).orElse(0) : gid(groups, group);
    List<Integer> further = new ArrayList<>();
    if (group.isEmpty() && !known.isEmpty()) {
      groups.stream().filter(g -> List.of(g[3].split(",")).contains(known)).flatMap(g -> number(g[2]).stream())
          .filter(g -> g != gid && !further.contains(g)).limit(64).forEach(further::add);
    }
    String home = row.map(r -> r[5]).filter(h -> h.startsWith("/")).orElse("/");
    return new ImageUser(uid, gid, further, home);
  }

  private static int gid(List<String[]> groups, String group) throws IOException {
    return groups.stream().filter(g -> g[0].equals(group)).findFirst().flatMap(g -> number(g[2])).or(() -> number(group))
        .orElseThrow(() -> new IOException("The image's group '" + group + "' is not in its /etc/group"));
  }

  private static Optional<Integer> number(String text) {
    try {
      int number = Integer.parseInt(text);
      return number < 0 ? Optional.empty() : Optional.of(number);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static List<String[]> rows(LocalImage image, String file, int columns) throws IOException {
    for (Path layer : image.layers()) {
      Path etc = layer.resolve("etc");
      if (!Files.exists(etc, LinkOption.NOFOLLOW_LINKS)) {
        continue;
      }
      Path found = etc.resolve(file);
      if (Files.isDirectory(etc, LinkOption.NOFOLLOW_LINKS) && !Files.exists(found, LinkOption.NOFOLLOW_LINKS)) {
        continue;
      }
      // A link, or a mark that the file was removed: as if there were none.
      if (!Files.isDirectory(etc, LinkOption.NOFOLLOW_LINKS) || !Files.isRegularFile(found, LinkOption.NOFOLLOW_LINKS)) {
        return List.of();
      }
      try (InputStream in = Files.newInputStream(found, LinkOption.NOFOLLOW_LINKS)) {
        String text = new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8);
        return text.lines().map(line -> line.split(":", -1)).filter(row -> row.length >= columns).toList();
      }
    }
    return List.of();
  }
}
