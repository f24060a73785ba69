package dev.ingot.cli.log;

import dev.ingot.api.app.App;
import dev.ingot.cli.session.Session;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;

/** `ingot logs NAME`. */
@Command(name = "logs", mixinStandardHelpOptions = true, description = "Follow the log of an app, or show what it holds.",
    footer = {"", "Examples:", "  ingot logs web               follow, until Ctrl-C", "  ingot logs web --recent      the last 1000 lines",
        "  ingot logs web --json | jq   one JSON object a line"})
public final class LogsCommand implements Callable<Integer> {
  @Parameters(paramLabel = "NAME", description = "Name of the app.")
  private String name = "";

  @Option(names = "--recent", description = "Show the last lines and end.")
  private boolean recent;

  @Option(names = {"-n", "--lines"}, paramLabel = "N", description = "How many past lines to begin with. Default: 1000 with --recent, else 10.")
  private int lines = -1;

  @Option(names = "--json", description = "One JSON object a line.")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException {
    Session session = Session.open();
    App app = session.app(name);
    int past = lines >= 0 ? lines : recent ? 1000 : 10;
    JsonMapper mapper = JsonMapper.builder().build();
    LogPrinter printer = new LogPrinter(System.out);
    AtomicBoolean wanted = new AtomicBoolean(true);
    while (wanted.get()) {
      session.logs(app.guid(), past, !recent, entry -> {
        if (json) {
          System.out.println(mapper.writeValueAsString(entry));
        } else {
          printer.print(entry);
        }
        wanted.set(!System.out.checkError());
        return wanted.get();
      });
      // A controller that restarts ends the stream; a follower goes on where it was.
      wanted.compareAndSet(true, !recent);
      past = 0;
      Thread.sleep(wanted.get() ? 500 : 0);
    }
    return 0;
  }
}
