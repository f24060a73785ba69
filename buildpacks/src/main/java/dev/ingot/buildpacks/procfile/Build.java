package dev.ingot.buildpacks.procfile;

import dev.ingot.buildpacks.kit.BuildContext;
import dev.ingot.buildpacks.kit.BuildFailure;
import dev.ingot.buildpacks.kit.Buildpack;
import java.io.IOException;

/** The entry of {@code bin/build}. */
public final class Build implements Buildpack {
  public static void main(String[] args) {
    Buildpack.main(args, new Build());
  }

  @Override
  public void build(BuildContext context) throws IOException {
    var text = context.appText("Procfile");
    if (text == null) {
      throw new BuildFailure("There is no Procfile in the app's directory.");
    }
    Procfile.parse(text).forEach((type, command) -> {
      context.log().info(type + ": " + command);
      context.launch().shellProcess(type, command);
    });
  }
}
