package dev.ingot.buildpacks.binary;

import dev.ingot.buildpacks.kit.BuildContext;
import dev.ingot.buildpacks.kit.BuildFailure;
import dev.ingot.buildpacks.kit.Buildpack;
import dev.ingot.buildpacks.kit.Elf;
import dev.ingot.buildpacks.kit.Files2;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The entry of {@code bin/build}. */
public final class Build implements Buildpack {
  public static void main(String[] args) {
    Buildpack.main(args, new Build());
  }

  @Override
  public void build(BuildContext context) throws IOException {
    var programs = new ArrayList<Path>();
    var scripts = new ArrayList<Path>();
    for (var file : Files2.list(context.app())) {
      var elf = Elf.read(file);
      if (elf.isPresent()) {
        check(context, file, elf.get());
        programs.add(file);
      } else if (isScript(file)) {
        Files2.makeExecutable(file);
        scripts.add(file);
      }
    }
    if (programs.isEmpty()) {
      programs.addAll(scripts);
    }
    if (Files.isRegularFile(context.app().resolve("Procfile"))) {
      return;
    }
    if (programs.size() != 1) {
      throw new BuildFailure("The app's directory has " + programs.size() + " programs, so it is unclear which to start. Add a Procfile with a line such as 'web: ./server'.");
    }
    context.log().info("program " + programs.getFirst().getFileName());
    context.launch().process("web", List.of("./" + programs.getFirst().getFileName()), List.of());
  }

  private static boolean isScript(Path file) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    try (var in = Files.newInputStream(file)) {
      var head = in.readNBytes(2);
      return head.length == 2 && head[0] == '#' && head[1] == '!';
    }
  }

  /** Uploads from some systems lose the right to execute. */
  private static void check(BuildContext context, Path file, Elf elf) throws IOException {
    var target = context.settings().get("CNB_TARGET_ARCH", elf.architecture());
    if (!target.equals(elf.architecture())) {
      throw new BuildFailure("The program " + file.getFileName() + " is made for " + elf.architecture() + ", but the platform runs " + target
          + ". Build it for linux/" + target + " (Go: GOOS=linux GOARCH=" + target + ").");
    }
    Files2.makeExecutable(file);
  }
}
