package dev.ingot.api.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** docs/reference/errors.md lists the enum. Rewritten by scripts/docs. */
class ErrorReferenceTest {
  private static final Path PAGE = Path.of("..", "..", "docs", "reference", "errors.md");

  @Test
  void page_listsEveryCode() throws IOException {
    StringBuilder page = new StringBuilder("""
        # Errors

        Generated from `ErrorCode` by `scripts/docs`. The API answers `{"errors":[{"code":…,"title":"…","detail":"…"}]}`; numbers and titles are Cloud Foundry's
        and are never reused.

        | code | title | HTTP status | what to do |
        | --- | --- | --- | --- |
        """);
    for (ErrorCode code : ErrorCode.values()) {
      page.append("| ").append(code.number()).append(" | ").append(code.title()).append(" | ").append(code.status()).append(" | ")
          .append(code.remedy()).append(" |\n");
    }
    if (Boolean.getBoolean("docs.update")) {
      Files.writeString(PAGE, page);
    }
    assertThat(PAGE).as("run scripts/docs after changing ErrorCode").content().isEqualTo(page.toString());
  }
}
