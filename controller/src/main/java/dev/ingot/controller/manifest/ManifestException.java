package dev.ingot.controller.manifest;

import java.util.List;

/** A manifest that cannot be applied: one sentence for each problem, all found before anything was changed. */
public class ManifestException extends RuntimeException {
  private final List<String> problems;

  public ManifestException(List<String> problems) {
    super(String.join("; ", problems));
    this.problems = List.copyOf(problems);
  }

  /** At least one. */
  public List<String> problems() {
    return problems;
  }
}
