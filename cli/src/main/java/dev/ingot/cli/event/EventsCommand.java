package dev.ingot.cli.event;

import dev.ingot.api.event.AuditEvent;
import dev.ingot.cli.output.Table;
import dev.ingot.cli.session.Output;
import dev.ingot.cli.session.Session;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** `ingot events NAME`. */
@Command(name = "events", mixinStandardHelpOptions = true, description = "Show what happened to an app, newest first.",
    footer = {"", "Example:", "  ingot events web"})
public final class EventsCommand implements Callable<Integer> {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());

  @Parameters(paramLabel = "NAME", description = "Name of the app.")
  private String name = "";

  @Mixin
  private Output output = new Output();

  @Override
  public Integer call() {
    Session session = Session.open();
    List<AuditEvent> events = session.api().list("/v3/audit_events?order_by=-created_at&per_page=100&target_guids=" + session.app(name).guid(), AuditEvent.class);
    if (output.printed(events)) {
      return 0;
    }
    Table table = new Table("time", "event", "by", "facts");
    for (AuditEvent event : events) {
      table.row(TIME.format(event.createdAt()), event.type(), event.actor().name() == null ? "" : event.actor().name(), event.data());
    }
    table.print(System.out);
    return 0;
  }
}
