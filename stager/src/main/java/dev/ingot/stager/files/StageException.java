package dev.ingot.stager.files;

import java.util.List;

/** A staging that cannot go on, with all that a person needs; becomes `StagingFailure`. Thrown by phases, caught by the pipeline only. */
public class StageException extends Exception {
  private final String code;
  private final String buildpack;
  private final int exitCode;
  private final List<String> lastLines;
  private final String remedy;

  public StageException(String code, String reason, String remedy) {
    this(code, "", reason, 0, List.of(), remedy);
  }

  public StageException(String code, String buildpack, String reason, int exitCode, List<String> lastLines, String remedy) {
    super(reason);
    this.code = code;
    this.buildpack = buildpack;
    this.exitCode = exitCode;
    this.lastLines = List.copyOf(lastLines);
    this.remedy = remedy;
  }

  /** CF's name of the failure: `NoAppDetectedError`, `BuildpackCompileFailed`, `StagingTimeExpired`, `StagingError`. */
  public String code() {
    return code;
  }

  /** `id@version`, "" when no buildpack is to blame. */
  public String buildpack() {
    return buildpack;
  }

  public int exitCode() {
    return exitCode;
  }

  public List<String> lastLines() {
    return lastLines;
  }

  public String remedy() {
    return remedy;
  }
}
