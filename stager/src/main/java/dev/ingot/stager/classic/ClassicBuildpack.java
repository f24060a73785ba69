package dev.ingot.stager.classic;

import dev.ingot.stager.files.SafeFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;

/**
 * One classic buildpack that is there.
 *
 * @param key what the user or operator calls it: a name, or an address without its password
 * @param directory on the host, the one with `bin`
 * @param container the same as the build container sees it
 * @param stack what `CF_STACK` says to it; "" = the build's
 */
record ClassicBuildpack(String key, Path directory, String container, String stack) {
  /** Its directory, or the only one in it when `bin` is there, as archives of repositories have it. */
  static ClassicBuildpack in(String key, Path directory, String container, String stack) throws IOException {
    if (!SafeFiles.isDirectory(directory.resolve("bin"))) {
      List<Path> inside = SafeFiles.children(directory).stream().filter(SafeFiles::isDirectory).toList();
      if (inside.size() == 1 && SafeFiles.isDirectory(inside.getFirst().resolve("bin"))) {
        return new ClassicBuildpack(key, inside.getFirst(), container + "/" + inside.getFirst().getFileName(), stack);
      }
    }
    return new ClassicBuildpack(key, directory, container, stack);
  }

  /** Whether it has this script. */
  boolean has(String script) {
    Path file = directory.resolve("bin").resolve(script);
    return Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !SafeFiles.isDirectory(file);
  }

  String script(String name) {
    return container + "/bin/" + name;
  }

  /** What its file `VERSION` says; "" when it has none. */
  String version() throws IOException {
    Path file = directory.resolve("VERSION");
    String text = SafeFiles.isFile(file) ? new String(SafeFiles.read(file), StandardCharsets.UTF_8).strip() : "";
    return text.matches("[A-Za-z0-9][A-Za-z0-9.+_-]{0,99}") ? text : "";
  }
}
