package dev.ingot.controller.build;

import java.util.Map;

/** What a failed build's `error` says: Cloud Foundry's name of the failure and its sentence, which clients look for, then what really happened. */
final class FailureWords {
  /** Source: CF v2 error codes 170003 to 170005. */
  private static final Map<String, String> SENTENCES = Map.of(
      "NoAppDetectedError", "An app was not successfully detected by any available buildpack",
      "BuildpackCompileFailed", "App staging failed in the buildpack compile phase",
      "BuildpackReleaseFailed", "App staging failed in the buildpack release phase");

  private FailureWords() {}

  static String of(String code, String reason) {
    String sentence = SENTENCES.get(code);
    return code + " - " + (sentence == null ? "" : sentence + ": ") + reason;
  }
}
