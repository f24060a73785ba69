package dev.ingot.stager.pipeline;

import dev.ingot.stager.analyze.StackImages;
import dev.ingot.stager.build.BuildResult;
import dev.ingot.stager.log.LogSink;
import java.io.IOException;

/**
 * What the app will run on (decision 0048): the stack's run image, or its tiny one where the whole group of buildpacks says that it needs no more.
 *
 * @param otherStack the tiny one's stack; "" = the build's own
 */
record RunImage(StackImages images, String otherStack) {
  private static final String LABEL = "dev.ingot.run-image";

  static RunImage choose(StagingRequest request, StackImages stack, BuildResult built, LogSink log) throws IOException {
    var stage = request.stage();
    boolean fits = built.fitsTinyRunImage();
    if (fits && !stage.getTinyRunImage().getDigest().isEmpty()) {
      log.line(false, "The app runs on " + stage.getTinyStack() + ": its programs need nothing of " + stage.getStack() + " (to have that: -s " + stage.getStack() + ")");
      return new RunImage(stack.with(request.registries(), stage.getTinyRunImage()), stage.getTinyStack());
    }
    if (!fits && "tiny".equals(stack.run().labels().get(LABEL))) {
      log.line(true, "Warning: " + stage.getStack() + " has no libraries and no programs but sh, and the buildpacks do not say that this is enough for the app");
    }
    return new RunImage(stack, "");
  }
}
