package dev.ingot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** docs/reference/cli.md is what the commands say of themselves. Rewritten by scripts/docs. */
class CliReferenceTest {
  private static final Path PAGE = Path.of("..", "docs", "reference", "cli.md");

  @Test
  void page_isWhatTheCommandsSay() throws IOException {
    String page = page();
    if (Boolean.getBoolean("docs.update")) {
      Files.writeString(PAGE, page);
    }
    assertThat(PAGE).as("run scripts/docs after changing a command").content().isEqualTo(page);
  }

  private static String page() {
    CommandLine root = IngotCli.commandLine();
    StringBuilder page = new StringBuilder("# The command line\n\nGenerated from the commands by `scripts/docs`. Exit codes: 0 done, 1 failed, 2 wrong usage.\n");
    append(page, "ingot", root);
    return page.toString();
  }

  private static void append(StringBuilder page, String title, CommandLine command) {
    command.setUsageHelpAutoWidth(false).setUsageHelpWidth(120);
    page.append("\n## ").append(title).append("\n\n```\n")
        .append(command.getUsageMessage(CommandLine.Help.Ansi.OFF).stripTrailing().replace(System.lineSeparator(), "\n")).append("\n```\n");
    for (CommandLine below : new LinkedHashSet<>(command.getSubcommands().values())) {
      if (!below.getCommandSpec().usageMessage().hidden()) {
        append(page, title + " " + below.getCommandName(), below);
      }
    }
  }
}
