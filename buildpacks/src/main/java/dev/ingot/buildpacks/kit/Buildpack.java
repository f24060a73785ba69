package dev.ingot.buildpacks.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;

/** The build half of a buildpack: reads the app and writes layers. One instance serves one build. */
@FunctionalInterface
public interface Buildpack {
  /**
   * Builds; on return the context is finished and {@code launch.toml} is written.
   *
   * @throws BuildFailure when the app cannot be built; layers may be half written
   */
  void build(BuildContext context) throws IOException;

  /** Runs the buildpack as a process: the whole body of a {@code main}. Ends the JVM with 0, or 1 after printing why on stderr. */
  static void main(String[] args, Buildpack buildpack) {
    try {
      var context = BuildContext.of(args, System.getenv());
      buildpack.build(context);
      context.finish();
    } catch (BuildFailure failure) {
      fail(failure.getMessage());
    } catch (NoSuchFileException missing) {
      fail("The file " + missing.getFile() + " is not there, though the build needs it.");
    } catch (IOException | UncheckedIOException io) {
      fail("Reading or writing files failed: " + (io instanceof UncheckedIOException unchecked ? unchecked.getCause() : io) + ". Check the disk limit of the build.");
    } catch (RuntimeException defect) {
      defect.printStackTrace();
      fail("The buildpack itself failed: " + defect + ". This is a defect of the buildpack: report it with the lines above.");
    }
    System.exit(0);
  }

  private static void fail(@org.jspecify.annotations.Nullable String message) {
    System.out.flush();
    System.err.println("ERROR: " + message);
    System.err.flush();
    System.exit(1);
  }
}
